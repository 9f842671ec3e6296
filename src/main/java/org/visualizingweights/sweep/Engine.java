package org.visualizingweights.sweep;

/** Executes runs, each in a process of its own, and knows nothing of what they compute. */
public interface Engine extends AutoCloseable {

  /**
   * How many runs it executes side by side at the moment; 0 where it has lost all machines.
   *
   * @throws org.visualizingweights.UserError where it will not execute any run any more
   */
  int atOnce();

  /**
   * Begins a run, or goes on with it where its folder is there already; returns at once. Whether
   * the run has come to its end, its folder says afterwards.
   */
  Execution begin(RunOrder order);

  /** Lets go of what is kept for further runs; none goes on any more. */
  @Override
  void close();
}
