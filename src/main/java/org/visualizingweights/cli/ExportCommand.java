package org.visualizingweights.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.weights.Export;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.model.weights.WeightsFile;
import org.visualizingweights.model.weights.WeightsPath;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.TrainedGiven;
import org.visualizingweights.training.TrainedNetwork;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run's network, or weights in another form, for use elsewhere. */
@Command(
    name = "export",
    description = {
      "Write a run's network, or a file of weights, for use elsewhere.",
      "",
      "As safetensors under torchvision's names, of networks that are not ours under their own,",
      "or as a model for Deeplearning4j alone.",
      "A run's network is that of its last checkpoint: of a run that has finished, the final one."
    })
final class ExportCommand implements Callable<Integer> {
  private static final String SAFETENSORS = ".safetensors";

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "A run's folder, runs/<experiment>/<start>, or runs/<experiment> for the newest in it; or a"
              + " file of weights, .safetensors or .pth, FILE#NAME where there are several state dicts"
              + " in it.")
  private Path source;

  @ArgGroup private Form form = new Form();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file to write; by default in the run's folder, named after the experiment; or beside"
              + " the file of weights, named after it.")
  private Optional<Path> output = Optional.empty();

  /** How the network is written; one of both at the most. */
  private static final class Form {
    @Option(
        names = "--half",
        description =
            "Kernels in 16 bits a number instead of 32, batch norms and biases as they are: half"
                + " the size.")
    private boolean half;

    @Option(
        names = "--deeplearning4j",
        description =
            "A model that Deeplearning4j reads by itself, where nothing of this program is; of a"
                + " run.")
    private boolean deeplearning4j;
  }

  @Override
  public Integer call() {
    Optional<WeightsPath> weights = WeightsPath.find(source.toString());
    if (weights.isEmpty() && !Files.exists(source)) {
      throw UserError.badInput(
          "there is no %s; name a run's folder or a file of weights".formatted(source));
    }
    System.out.println(weights.isPresent() ? exportWeights(weights.get().file()) : exportRun());
    return 0;
  }

  private String exportWeights(Path from) {
    if (form.deeplearning4j) {
      throw UserError.badInput(
          "%s is a file of weights, and --deeplearning4j writes a run's network, whose head and"
                  .formatted(source)
              + " images it knows: name a run's folder, or leave --deeplearning4j out");
    }
    Weights weights = PretrainedWeights.read(source);
    weights.remarks().forEach(System.out::println);
    weights.faults().forEach(System.err::println);
    String name = from.getFileName().toString();
    int ending = name.lastIndexOf('.');
    String stem = ending > 0 ? name.substring(0, ending) : name;
    Path file = file(from.resolveSibling(stem + (form.half ? "-half" : "") + SAFETENSORS));
    Export.safetensors(weights.tensors(), form.half, metadata(from), file);
    return file + ": " + Count.of(weights.tensors().size(), "tensor");
  }

  private static Map<String, String> metadata(Path from) {
    try {
      return WeightsFile.metadata(from);
    } catch (IOException | UnusableFile e) {
      throw UserError.unavailable(
          "%s changed while it was read (%s); try again".formatted(from, e.getMessage()), e);
    }
  }

  private String exportRun() {
    RunFolder folder = Runs.resolve(source);
    Manifest manifest = folder.manifest();
    manifest
        .watched()
        .ifPresent(
            program -> {
              throw UserError.badInput(
                  "%s has no network to export: it was watched in the program %s, which is where it can be saved"
                      .formatted(folder.path(), program));
            });
    String ending = form.deeplearning4j ? ".zip" : SAFETENSORS;
    Path file = file(folder.path().resolve(manifest.experiment().name() + ending));
    Checkpoint checkpoint =
        Checkpoints.newest(folder.checkpoints(), System.err::println)
            .orElseThrow(
                () ->
                    UserError.unavailable(
                        "%s has no checkpoint that could be exported; a run makes one after each epoch,"
                                .formatted(folder.path())
                            + " unless checkpoints.keep is 0. One that was stopped or killed goes on"
                            + " with -Dresume"));
    int steps = checkpoint.state().iteration();
    if (form.deeplearning4j) {
      Experiment experiment =
          ExperimentRun.experiments(ConfigFolder.find(System.getProperties()))
              .readRecorded(folder.experimentFile(), "");
      if (experiment.network() instanceof GivenNetwork network) {
        Export.deeplearning4j(trained(network, experiment, manifest, checkpoint), file);
      } else {
        Export.deeplearning4j(checkpoint.parameters(), experiment.imageSize(), file);
      }
    } else {
      Export.safetensors(
          Export.withCounters(checkpoint.parameters(), steps), form.half, origin(manifest), file);
    }
    return "%s: the network after %s of %s"
        .formatted(file, Count.of(steps), Count.of(manifest.progress().stepsPlanned(), "step"));
  }

  /** A network that is not ours, as it is at a checkpoint. */
  private ComputationGraph trained(
      GivenNetwork network, Experiment experiment, Manifest manifest, Checkpoint checkpoint) {
    int classes = manifest.data().flatMap(Provenance::classes).orElse(0);
    boolean isSame =
        manifest
            .weights()
            .map(Provenance::sha256)
            .orElse(Map.of())
            .equals(network.file().map(Provenance::sha256).orElse(Map.of()));
    if (isSame && classes > 0) {
      TrainedNetwork trained =
          new TrainedGiven(network.make(experiment.wishes(classes)).graph(), network.input());
      if (trained.fits(checkpoint)) {
        trained.restore(checkpoint);
        return trained.graph();
      }
    }
    throw UserError.unavailable(
        "%s cannot be exported: %s is not the network any more that it was trained with; put that back, or leave --deeplearning4j out"
            .formatted(source, network.title()));
  }

  /** What the network began with: a frozen kernel is still under the license of that. */
  private static Map<String, String> origin(Manifest manifest) {
    Map<String, String> texts = new TreeMap<>();
    manifest
        .weights()
        .ifPresent(
            weights -> {
              texts.put("weights at the start", weights.title());
              weights.license().ifPresent(license -> texts.put("license of these", license));
            });
    return texts;
  }

  /** The file to write. */
  private Path file(Path unlessNamed) {
    Path file = output.orElse(unlessNamed);
    if (Files.exists(file)) {
      throw UserError.badInput("%s exists already; name another file with -o".formatted(file));
    }
    return file;
  }
}
