package org.visualizingweights.sweep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.visualizingweights.sweep.plan.PlannedRun;

/**
 * For how long nothing was heard of runs that go on. Time in which nobody listened does not count,
 * as where the machine was asleep, nor that in which a run waits for a process.
 */
final class Silence {
  /** From one look to the next. */
  private static final Duration MOST = Duration.ofSeconds(2);

  private final Map<PlannedRun, Long> signs = new HashMap<>();
  private final Map<PlannedRun, Duration> silences = new HashMap<>();
  private long looked = System.nanoTime();

  /** Looks at all runs that go on. */
  void look(Map<PlannedRun, Execution> running) {
    long now = System.nanoTime();
    Duration passed = Duration.ofNanos(Math.min(now - looked, MOST.toNanos()));
    looked = now;
    running.forEach((run, execution) -> look(run, execution, passed));
  }

  private void look(PlannedRun run, Execution execution, Duration passed) {
    long now = execution.progress().signs();
    Long before = signs.put(run, now);
    boolean heard = before == null || before != now || execution.isWaiting();
    silences.put(run, heard ? Duration.ZERO : silences.get(run).plus(passed));
  }

  /** A run begins, or begins again. */
  void forget(PlannedRun run) {
    signs.remove(run);
  }

  /** For how long nothing was heard of a run that was looked at. */
  Duration of(PlannedRun run) {
    return silences.get(run);
  }
}
