package org.visualizingweights.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The runs as Spark's jobs: one for each, of one task, so that each can fail and be killed alone.
 */
final class RunJobs {
  private final JavaSparkContext spark;
  private final RunTask task;
  private final Replies replies;
  private final Ending ending;

  /** Each waits for a job. */
  private final ExecutorService waiting =
      Executors.newCachedThreadPool(job -> Daemon.thread("run", job));

  /** The name that Spark knows a run's job by. */
  private final Map<Integer, String> groups = new ConcurrentHashMap<>();

  private final AtomicInteger begun = new AtomicInteger();

  RunJobs(JavaSparkContext spark, RunTask task, Replies replies, Ending ending) {
    this.spark = spark;
    this.task = task;
    this.replies = replies;
    this.ending = ending;
  }

  void begin(Order order) {
    // Another than that of an earlier job of the run: Spark does not forget that it was cancelled.
    String group = "run-%s-%s".formatted(order.run(), begun.incrementAndGet());
    groups.put(order.run(), group);
    waiting.execute(() -> await(order, group));
  }

  void kill(int run) {
    Optional.ofNullable(groups.get(run)).ifPresent(this::cancel);
  }

  /** Also where its job has not come as far as to Spark. */
  private void cancel(String group) {
    spark.sc().cancelJobGroupAndFutureJobs(group, "it was killed");
  }

  private void await(Order order, String group) {
    spark.setJobGroup(group, order.label(), true);
    Optional<Exception> problem = problem(order);
    groups.remove(order.run(), group);
    if (problem.filter(JobProblem::isOtherVersion).isPresent()) {
      ending.fail(
          ("The executors have another version of Spark than the driver's, %s: SPARK_HOME is to name"
                  + " a Spark like the cluster's.")
              .formatted(spark.version()));
    } else if (!spark.sc().isStopped()) {
      replies.over(order.run(), problem.map(JobProblem::sentence));
    }
  }

  private Optional<Exception> problem(Order order) {
    try {
      spark.parallelize(List.of(order), 1).foreach(task);
      return Optional.empty();
    } catch (Exception e) { // Scala does not say which
      return Optional.of(e);
    }
  }
}
