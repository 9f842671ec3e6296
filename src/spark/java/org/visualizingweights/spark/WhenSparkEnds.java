package org.visualizingweights.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/** Ends the driver where Spark does not go on: nobody would tell it otherwise. */
final class WhenSparkEnds extends SparkListener {
  private final Ending ending;

  WhenSparkEnds(Ending ending) {
    this.ending = ending;
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    ending.fail("Spark has ended by itself");
  }
}
