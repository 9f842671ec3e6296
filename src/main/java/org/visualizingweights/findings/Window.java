package org.visualizingweights.findings;

import java.util.Arrays;
import org.visualizingweights.activations.Capture;

/**
 * What a vertex did at some captured steps, taken together, so that batches' chance averages out.
 */
final class Window {
  private final Distribution distribution = new Distribution();
  private int steps;
  private int first;
  private int last;
  private long above;
  private long finite;
  private double sumOfSquares;

  void add(int iteration, Capture capture) {
    if (steps == 0) {
      first = iteration;
    }
    last = iteration;
    steps++;
    distribution.add(capture.magnitudes());
    above += capture.above();
    long counted = Arrays.stream(capture.bins()).sum() + capture.below() + capture.above();
    if (counted > 0) {
      finite += counted;
      sumOfSquares += counted * (capture.mean() * capture.mean() + capture.std() * capture.std());
    }
  }

  int steps() {
    return steps;
  }

  /** The first iteration. */
  int first() {
    return first;
  }

  /** The last iteration. */
  int last() {
    return last;
  }

  Distribution distribution() {
    return distribution;
  }

  /** Root of the mean square of the finite activations; NaN where there are none. */
  double size() {
    return Math.sqrt(sumOfSquares / finite);
  }

  /** The share of the activations above the histogram's range. */
  double shareAbove() {
    return (double) above / distribution.total();
  }
}
