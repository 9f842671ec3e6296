package org.visualizingweights.sweep;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.visualizingweights.WholeFile;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/**
 * What an {@link Engine} needs to know of a run.
 *
 * @param experiment its file, with every key
 * @param folder of the run; where there is one already, the run goes on
 * @param log to which all is added that the run says
 * @param values of the keys that differ from run to run, which its manifest names
 * @param keepsCheckpoints whether its checkpoints stay when it has finished
 */
public record RunOrder(
    Path experiment, Path folder, Path log, Map<String, String> values, boolean keepsCheckpoints) {

  static RunOrder of(SweepFolder sweep, PlannedRun run) {
    return new RunOrder(
        sweep.experimentOf(run).toAbsolutePath(),
        sweep.of(run).toAbsolutePath(),
        sweep.logOf(run).toAbsolutePath(),
        run.settings(),
        run.keepsCheckpoints());
  }

  /**
   * Opens the log, to which what is printed is added.
   *
   * @throws org.visualizingweights.UserError if it cannot be written
   */
  public PrintStream openLog() {
    try {
      return new PrintStream(
          Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          true,
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw WholeFile.cannotWrite(log, e);
    }
  }
}
