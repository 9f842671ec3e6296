package org.visualizingweights.spark;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Makes Spark ready for runs. */
final class SparkStart {
  private final MasterUrl master;
  private final Replies replies;
  private final Ending ending;
  private final SentFiles files;

  SparkStart(MasterUrl master, Replies replies, Ending ending, SentFiles files) {
    this.master = master;
    this.replies = replies;
    this.ending = ending;
    this.files = files;
  }

  /**
   * Connects, and offers what the runs need.
   *
   * @param name of the sweep
   */
  RunJobs start(String name, Setup setup) throws Unusable, IOException {
    JavaSparkContext spark = new Connection(master, name, setup.cpusPerRun()).open();
    ending.stopFirst(spark);
    replies.ready(
        spark.getConf().get("spark.driver.host"),
        spark.version(),
        OptionConverters.toJava(spark.sc().uiWebUrl()));
    watch(spark, setup);
    files.add(setup.installation(), spark);
    return new RunJobs(
        spark, new RunTask(spark.broadcast(setup.installation().asSent())), replies, ending);
  }

  private void watch(JavaSparkContext spark, Setup setup) {
    RunSlots slots = new RunSlots(setup.cpusPerRun(), replies::slots);
    spark.sc().addSparkListener(slots);
    // Those that came before somebody listened; the driver, among them, has cores if it executes.
    CollectionConverters.asJava(spark.sc().statusStore().executorList(true))
        .forEach(
            executor ->
                slots.add(
                    executor.id(),
                    executor.hostPort().replaceFirst(":\\d+$", ""),
                    executor.totalCores()));
    slots.tell();
    spark.sc().addSparkListener(new WhenSparkEnds(spark.sc().applicationId(), ending));
    new FirstExecutor(master, spark, slots, replies).await();
  }
}
