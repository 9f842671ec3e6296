package org.visualizingweights.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerExecutorUnexcluded;
import org.apache.spark.scheduler.SparkListenerNodeExcluded;
import org.apache.spark.scheduler.SparkListenerNodeUnexcluded;

/** Counts how many runs the executors can execute at once, without those that Spark excludes. */
final class RunSlots extends SparkListener {
  private final int cpusPerRun;
  private final IntConsumer changed;
  private final Map<String, Executor> executors = new HashMap<>();
  private final Set<String> removed = new HashSet<>();

  /** Executors and hosts, by their names, on which too much has failed. */
  private final Set<String> excluded = new HashSet<>();

  private int told = -1;
  private boolean everAny;

  private record Executor(String name, String host, int runs) {}

  /**
   * @param changed is told the number, at first and when it is another
   */
  RunSlots(int cpusPerRun, IntConsumer changed) {
    this.cpusPerRun = cpusPerRun;
    this.changed = changed;
  }

  /** Counts an executor, once; one that has been removed does not come back under its name. */
  synchronized void add(String name, String host, int cores) {
    if (!removed.contains(name)) {
      executors.put(name, new Executor(name, host, cores / cpusPerRun));
      everAny |= cores >= cpusPerRun;
    }
  }

  /** Says how many there are. */
  synchronized void tell() {
    int sum =
        executors.values().stream()
            .filter(each -> !excluded.contains(each.name) && !excluded.contains(each.host))
            .mapToInt(Executor::runs)
            .sum();
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
    add(added.executorId(), added.executorInfo().executorHost(), added.executorInfo().totalCores());
    tell();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
    removed.add(gone.executorId());
    executors.remove(gone.executorId());
    tell();
  }

  @Override
  public synchronized void onExecutorExcluded(SparkListenerExecutorExcluded event) {
    excluded.add(event.executorId());
    tell();
  }

  @Override
  public synchronized void onExecutorUnexcluded(SparkListenerExecutorUnexcluded event) {
    excluded.remove(event.executorId());
    tell();
  }

  @Override
  public synchronized void onNodeExcluded(SparkListenerNodeExcluded event) {
    excluded.add(event.hostId());
    tell();
  }

  @Override
  public synchronized void onNodeUnexcluded(SparkListenerNodeUnexcluded event) {
    excluded.remove(event.hostId());
    tell();
  }
}
