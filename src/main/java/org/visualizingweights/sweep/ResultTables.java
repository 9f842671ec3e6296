package org.visualizingweights.sweep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.results.Ending;
import org.visualizingweights.sweep.results.RunResult;
import org.visualizingweights.sweep.results.SweepResults;

/** What the runs of a sweep that are over came to, and the tables that say so. */
final class ResultTables {
  /** Each run is read once, but all rows are written each time. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SweepFolder sweep;
  private final Map<PlannedRun, RunResult> results = new HashMap<>();
  private boolean complete;
  private long written = System.nanoTime() - PAUSE.toNanos();

  ResultTables(SweepFolder sweep) {
    this.sweep = sweep;
  }

  /** A run has come to its end. */
  void add(RunResult result) {
    results.put(result.run(), result);
    complete = false;
  }

  /** How many runs are over. */
  int size() {
    return results.size();
  }

  /** How many of them have failed. */
  int failed() {
    return (int)
        results.values().stream().filter(result -> result.ending() == Ending.FAILED).count();
  }

  /** Writes what has changed, unless it was done a moment ago. */
  void writeNowAndThen() {
    if (!complete && System.nanoTime() - written >= PAUSE.toNanos()) {
      write();
    }
  }

  /**
   * Writes the tables.
   *
   * @return what they hold
   */
  SweepResults write() {
    SweepResults all =
        SweepResults.of(
            sweep.manifest(),
            run -> results.containsKey(run) ? results.get(run) : RunResult.of(run, sweep.of(run)));
    all.writeTo(sweep.resultsFile(), sweep.summaryFile());
    complete = true;
    written = System.nanoTime();
    return all;
  }
}
