package org.visualizingweights.sweep;

import java.nio.file.Path;
import java.util.Map;
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
}
