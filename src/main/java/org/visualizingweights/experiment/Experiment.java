package org.visualizingweights.experiment;

import java.util.Optional;
import java.util.OptionalInt;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.model.Head;
import org.visualizingweights.training.CheckpointSettings;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;

/**
 * One experiment, every key resolved and checked.
 *
 * @param name usable as the name of a folder
 * @param description its question, in one line
 * @param pretrained whether training starts from pretrained weights
 * @param lr learning rates
 * @param epochs at least 1
 * @param split the fraction of the images held out for validation, above 0 and below 1
 * @param freeze what of the network stays as it is
 * @param head what stands on the body
 * @param dataset {@code mnist}, {@code fashion-mnist}, {@code synthetic-digits}, {@code fractals},
 *     or a folder
 * @param weights {@code imagenet}, {@code imagenet-mlnet}, or a file
 * @param weightsFallback the weights to use where {@code weights} cannot be had; empty: none
 * @param limit number of images of the shuffled pool that are used; empty: all
 * @param imageSize height and width, at least 32
 * @param batchSize at least 2
 * @param augment whether training images are changed at random
 * @param optimizer how gradients become updates
 * @param seed everything random follows from it
 * @param capture what is captured of activations
 * @param weightsEvery steps between records of the parameters
 * @param checkpoints when checkpoints are made, and how many stay
 */
public record Experiment(
    String name,
    String description,
    boolean pretrained,
    LearningRates lr,
    int epochs,
    double split,
    Freeze freeze,
    Head head,
    String dataset,
    String weights,
    Optional<String> weightsFallback,
    OptionalInt limit,
    int imageSize,
    int batchSize,
    boolean augment,
    OptimizerSettings optimizer,
    long seed,
    CaptureSettings capture,
    int weightsEvery,
    CheckpointSettings checkpoints) {

  /**
   * This experiment as YAML with every key, which needs no defaults: read again, it is an equal
   * experiment.
   */
  public String toYaml() {
    return ExperimentWriter.write(this);
  }
}
