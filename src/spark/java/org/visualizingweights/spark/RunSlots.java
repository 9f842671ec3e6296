package org.visualizingweights.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Counts how many runs the executors can execute at once. */
final class RunSlots extends SparkListener {
  private final int cpusPerRun;
  private final IntConsumer changed;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private int told = -1;
  private boolean everAny;

  /**
   * @param changed is told the number, at first and when it is another
   */
  RunSlots(int cpusPerRun, IntConsumer changed) {
    this.cpusPerRun = cpusPerRun;
    this.changed = changed;
  }

  /** Counts an executor, once; one that has been removed does not come back under its name. */
  synchronized void add(String executor, int cores) {
    if (!removed.contains(executor)) {
      slots.put(executor, cores / cpusPerRun);
      everAny |= slots.get(executor) > 0;
    }
  }

  /** Says how many there are. */
  synchronized void tell() {
    int sum = slots.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != told) {
      told = sum;
      changed.accept(sum);
    }
  }

  /** Whether there has ever been room for a run. */
  synchronized boolean everAny() {
    return everAny;
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    add(added.executorId(), added.executorInfo().totalCores());
    tell();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
    removed.add(gone.executorId());
    slots.remove(gone.executorId());
    tell();
  }
}
