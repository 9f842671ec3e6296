package org.visualizingweights.spark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** Says what may be wrong where no executor ever comes. */
final class FirstExecutor {
  private static final Duration STANDALONE = Duration.ofMinutes(2);

  /** Where a queue may have to move on first, or a machine to be started. */
  private static final Duration OTHERS = Duration.ofMinutes(10);

  private final MasterUrl master;
  private final JavaSparkContext spark;
  private final RunSlots slots;
  private final Ending ending;

  FirstExecutor(MasterUrl master, JavaSparkContext spark, RunSlots slots, Ending ending) {
    this.master = master;
    this.spark = spark;
    this.slots = slots;
    this.ending = ending;
  }

  /** Looks once, when one should have come; returns at once. */
  void await() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(task -> Daemon.thread("first-executor", task));
    Duration patience = master.isStandalone() ? STANDALONE : OTHERS;
    clock.schedule(
        () -> {
          if (!slots.everAny()) {
            ending.fail(sentence(patience));
          }
        },
        patience.toMillis(),
        TimeUnit.MILLISECONDS);
    clock.shutdown(); // after that one
  }

  private String sentence(Duration patience) {
    SparkConf conf = spark.getConf();
    return ("No executor with cores enough (%s) and memory enough (%s) has come from %s within %s s."
            + " Either no worker has that free, as the master's page shows"
            + " (-Dspark.executor.memory asks for less), or executors cannot reach the driver at"
            + " %s, ports %s and %s: open these, or choose others by -Dspark.driver.host,"
            + " -Dspark.driver.port and -Dspark.blockManager.port.")
        .formatted(
            conf.get("spark.task.cpus"),
            conf.get("spark.executor.memory"),
            master,
            patience.toSeconds(),
            conf.get("spark.driver.host"),
            conf.get("spark.driver.port"),
            SparkEnv.get().blockManager().blockManagerId().port());
  }
}
