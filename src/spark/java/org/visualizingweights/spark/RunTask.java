package org.visualizingweights.spark;

import java.io.IOException;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Executes a run in an executor, and returns when the run is settled between its process and the
 * program, whatever became of it. Where it throws, Spark tries the run again.
 */
record RunTask(Broadcast<Installation> installation) implements VoidFunction<Order> {
  @Override
  public void call(Order order) throws IOException, RunFailure, InterruptedException {
    Workplace.here().execute(order, installation.value());
  }
}
