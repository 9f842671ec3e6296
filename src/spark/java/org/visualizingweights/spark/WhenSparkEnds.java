package org.visualizingweights.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/** Ends the driver where Spark does not go on: nobody would tell it otherwise. */
final class WhenSparkEnds extends SparkListener {
  private final String application;
  private final Ending ending;

  /**
   * @param application as the master names it
   */
  WhenSparkEnds(String application, Ending ending) {
    this.application = application;
    this.ending = ending;
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    ending.fail(
        ("Spark has ended this application, %s. Its executors may have failed at once, each time, or"
                + " somebody has ended it on the master's page, which says why.")
            .formatted(application));
  }
}
