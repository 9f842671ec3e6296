package org.visualizingweights.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.ExperimentRun;
import org.visualizingweights.model.weights.ElementType;
import org.visualizingweights.model.weights.Export;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run's network for use elsewhere. */
@Command(
    name = "export",
    description = {
      "Write a run's network for use elsewhere.",
      "",
      "As safetensors under torchvision's names, or as a model for Deeplearning4j alone.",
      "It is that of the run's last checkpoint: of a run that has finished, the final one."
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's folder: runs/<experiment>/<start>.")
  private Path run;

  @ArgGroup private Form form = new Form();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file to write; by default in the run's folder, named after the experiment.")
  private Optional<Path> output = Optional.empty();

  /** How the network is written; one of both at the most. */
  private static final class Form {
    @Option(names = "--half", description = "16 bits a number instead of 32: half the size.")
    private boolean half;

    @Option(
        names = "--deeplearning4j",
        description =
            "A model that Deeplearning4j reads by itself, where nothing of this program is.")
    private boolean deeplearning4j;

    String ending() {
      return deeplearning4j ? ".zip" : ".safetensors";
    }
  }

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.open(run);
    Manifest manifest = folder.manifest();
    Path file = output.orElseGet(() -> run.resolve(manifest.experiment().name() + form.ending()));
    if (Files.exists(file)) {
      throw UserError.badInput(
          "%s exists already; delete it, or name another file with -o".formatted(file));
    }
    Checkpoint checkpoint =
        Checkpoints.newest(folder.checkpoints(), System.err::println)
            .orElseThrow(
                () ->
                    UserError.unavailable(
                        "%s has no checkpoint to export from; a run makes one after each epoch,"
                                .formatted(run)
                            + " unless checkpoints.keep is 0"));
    int steps = checkpoint.state().iteration();
    write(folder, checkpoint, file);
    System.out.printf(
        "%s: the network after %,d of %,d steps%n",
        file, steps, manifest.progress().stepsPlanned());
    return 0;
  }

  private void write(RunFolder folder, Checkpoint checkpoint, Path file) {
    if (form.deeplearning4j) {
      String yaml = folder.experimentFile().toAbsolutePath().toString();
      Experiment experiment =
          ExperimentRun.experiments(ConfigFolder.find(System.getProperties())).read(yaml, "");
      Export.deeplearning4j(checkpoint.parameters(), experiment.imageSize(), file);
    } else {
      Export.safetensors(
          checkpoint.parameters(),
          checkpoint.state().iteration(),
          form.half ? ElementType.F16 : ElementType.F32,
          file);
    }
  }
}
