package org.visualizingweights.spark;

/** Spark cannot be used as it was asked for; the message says why, and what to do. */
final class Unusable extends Exception {
  Unusable(String message) {
    super(message);
  }
}
