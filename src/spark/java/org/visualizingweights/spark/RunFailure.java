package org.visualizingweights.spark;

/** A run has failed in an executor; the message says why, in one line. */
final class RunFailure extends Exception {
  RunFailure(String message) {
    super(message);
  }

  /** How Spark writes it to who waits for the run. */
  @Override
  public String toString() {
    return getMessage();
  }
}
