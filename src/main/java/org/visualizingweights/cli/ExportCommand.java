package org.visualizingweights.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.visualizingweights.UserError;
import org.visualizingweights.model.weights.ElementType;
import org.visualizingweights.model.weights.Export;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run's network for use elsewhere. */
@Command(
    name = "export",
    description = {
      "Write a run's network as safetensors under torchvision's names.",
      "",
      "It is that of the run's last checkpoint: of a run that has finished, the final one."
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "A run's folder: runs/<experiment>/<start>.")
  private Path run;

  @Option(names = "--half", description = "16 bits a number instead of 32: half the size.")
  private boolean half;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; by default <experiment>.safetensors in the run's folder.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.open(run);
    Manifest manifest = folder.manifest();
    Path file = output.orElseGet(() -> run.resolve(manifest.experiment().name() + ".safetensors"));
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
    Export.write(checkpoint.parameters(), steps, half ? ElementType.F16 : ElementType.F32, file);
    System.out.printf(
        "%s: the network after %,d of %,d steps%n",
        file, steps, manifest.progress().stepsPlanned());
    return 0;
  }
}
