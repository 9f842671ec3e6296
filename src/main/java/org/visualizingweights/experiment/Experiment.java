package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.visualizingweights.Key;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;
import org.visualizingweights.model.given.Wishes;
import org.visualizingweights.training.CheckpointSettings;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.Hopeless;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;

/**
 * One experiment, every key resolved and checked: its components are the keys, and describe them.
 */
public record Experiment(
    @Key("The experiment's name, also of the folder of its runs; `auto`: its file's name.")
        String name,
    @Key("What is asked, in one sentence; shown wherever the experiment is.") String description,
    @Key(
            "The network that is trained: `resnet18` or `resnet34`, torchvision's; one of"
                + " Deeplearning4j's zoo, `lenet`, `simple-cnn`, `alexnet`, `vgg16`, `squeezenet`,"
                + " `darknet19` or `resnet50`; or a file that Deeplearning4j saved,"
                + " `my-network.zip`, beside this one or here.")
        Network network,
    @Key(
            "`true`: start from pretrained weights, of a network's file from its own; `false`: from"
                + " random ones.")
        boolean pretrained,
    @Key(
            value =
                "The learning rate: a number; or a list that is spread from the first layer group to"
                    + " the last, `[0.1, 0.01]`; or a map with a number for each of `conv1`,"
                    + " `conv2_x`, `conv3_x`, `conv4_x`, `conv5_x` and `head`. Layer groups of"
                    + " other networks are their vertices with weights; `*` and `?` stand for any.",
            above = 0)
        LearningRates lr,
    @Key(value = "How often the training images are gone through.", least = 1, most = 100_000)
        int epochs,
    @Key(
            value = "The fraction of the images that is held out for validation.",
            above = 0,
            below = 1)
        double split,
    @Key(
            "`none`; `body`: its convolutions stay as they are, its batch norms train; `whole-body`:"
                + " these stay too, and only the head trains; a list of layer groups,"
                + " `[conv1, conv2_x]`, as `body`; `auto`: `body` where pretrained, else `none`. Of"
                + " other networks all of a frozen vertex stays.")
        Freeze freeze,
    @Key(
            "What stands on the body of a ResNet: `concat-pool` (fastai's) or `linear`"
                + " (torchvision's). Other networks have their own.")
        Head head,
    @Key(
            "`mnist`, `fashion-mnist`, `synthetic-digits`, `fractals` (pictures in colour that are"
                + " painted as training goes), or a folder of images with one subfolder a class,"
                + " here, in `~/`, or below `-Ddata.dir`.")
        String dataset,
    @Key(
            "Where a ResNet is pretrained: `imagenet` (torchvision's, a download), `imagenet-mlnet` (another"
                + " training, which comes with the project), or a file of yours under torchvision's"
                + " names, `.safetensors` or `.pth`; `FILE#NAME` where it holds several networks.")
        String weights,
    @Key("What to use, announced, where `imagenet` cannot be had; `none`: an error.")
        Optional<String> weightsFallback,
    @Key(
            value = "Use only the first so many images of the shuffled pool; `none`: all of them.",
            least = 1)
        OptionalInt limit,
    @Key(
            value =
                "The height and width that images are resized to, for `resnet18` and `resnet34` at"
                    + " least 32. Where a network's file allows one size only, that is the default.",
            least = 1,
            most = 1024)
        int imageSize,
    @Key(
            value = "Images in a batch; the last of an epoch is left out where it is not full.",
            least = 2,
            most = 65_536)
        int batchSize,
    @Key("Whether training images are turned, zoomed, flipped … at random.") boolean augment,
    OptimizerSettings optimizer,
    @Key("Everything random follows from it.") long seed,
    @Key(
            "Ends a hopeless run early: `[not-finite]`, once a loss is NaN or infinite; `[diverged]`,"
                + " once the smoothed loss is twice that of guessing after 100 steps of an epoch or"
                + " more; or both; `none`: never.")
        List<Hopeless> stopWhen,
    @Key("What is seen of the network while it trains.") CaptureSettings capture,
    @Key(
            name = "capture.weights-every",
            value =
                "Steps between records of the norms of weights, gradients and updates, and of the"
                    + " kernels of the first convolution; the first steps, where they are powers of two, and the"
                    + " last are recorded too.",
            least = 1)
        int weightsEvery,
    @Key("What makes it possible to go on with a run that has ended, or with its network.")
        CheckpointSettings checkpoints) {

  public Experiment {
    stopWhen = List.copyOf(stopWhen);
  }

  /**
   * What it wants of a network that is not ours.
   *
   * @param classes that there are
   */
  public Wishes wishes(int classes) {
    Map<String, Double> rates = new LinkedHashMap<>();
    network.parts().forEach(part -> rates.put(part, lr.of(part)));
    return new Wishes(
        imageSize,
        classes,
        rates,
        optimizer.replacement(),
        Set.copyOf(freeze.parts(network.body())),
        pretrained,
        seed);
  }

  /** The same, of another seed. */
  public Experiment withSeed(long other) {
    if (other == seed) {
      return this;
    }
    Map<String, Object> values = ExperimentReader.KEYS.values(this);
    values.put("seed", other);
    return ExperimentReader.KEYS.record(values);
  }

  /**
   * This experiment as YAML with every key that means something for its network: read again, it is
   * an equal experiment.
   */
  public String toYaml() {
    return ExperimentWriter.write(this);
  }
}
