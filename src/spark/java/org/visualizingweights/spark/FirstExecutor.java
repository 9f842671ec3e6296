package org.visualizingweights.spark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** Says what may be wrong where no executor comes for long; one may come still. */
final class FirstExecutor {
  private static final Duration STANDALONE = Duration.ofMinutes(2);

  /** Where a queue may have to move on first, or a machine to be started. */
  private static final Duration OTHERS = Duration.ofMinutes(10);

  private final MasterUrl master;
  private final JavaSparkContext spark;
  private final RunSlots slots;
  private final Replies replies;

  FirstExecutor(MasterUrl master, JavaSparkContext spark, RunSlots slots, Replies replies) {
    this.master = master;
    this.spark = spark;
    this.slots = slots;
    this.replies = replies;
  }

  /** Looks once, when one should have come; returns at once. */
  void await() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(task -> Daemon.thread("first-executor", task));
    Duration patience = master.isStandalone() ? STANDALONE : OTHERS;
    clock.schedule(
        () -> {
          if (!slots.everAny()) {
            replies.waits(sentence(patience));
          }
        },
        patience.toMillis(),
        TimeUnit.MILLISECONDS);
    clock.shutdown(); // after that one
  }

  private String sentence(Duration patience) {
    SparkConf conf = spark.getConf();
    return ("No executor with cores enough (%s) and memory enough (%s) has come from %s within %s s;"
            + " it is waited for. Others may use all workers now. Or none is as large, as the"
            + " master's page shows: -Dthreads and -Dspark.executor.memory ask for less. Or executors"
            + " cannot reach the driver at %s, ports %s and %s: open these, or choose others by"
            + " -Dspark.driver.host, -Dspark.driver.port and -Dspark.blockManager.port.")
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
