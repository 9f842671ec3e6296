package org.visualizingweights.sweep.results;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/**
 * Reads the results of a sweep again and again as it goes on: a run that has finished is read once,
 * any other each time. Not thread-safe.
 */
public final class ReadOnce implements Function<PlannedRun, RunResult> {
  private final Map<PlannedRun, RunResult> finished = new HashMap<>();
  private final SweepFolder folder;

  public ReadOnce(SweepFolder folder) {
    this.folder = folder;
  }

  @Override
  public RunResult apply(PlannedRun run) {
    RunResult known = finished.get(run);
    if (known != null) {
      return known;
    }
    RunResult result = RunResult.of(run, folder.of(run));
    if (result.ending() == Ending.FINISHED) {
      finished.put(run, result);
    }
    return result;
  }
}
