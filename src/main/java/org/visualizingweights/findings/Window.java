package org.visualizingweights.findings;

import java.util.Arrays;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.ChannelCounts;

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
  private long channels;
  private long deadChannels;

  void add(int iteration, Capture capture) {
    if (steps == 0) {
      first = iteration;
    }
    last = iteration;
    steps++;
    distribution.add(capture.magnitudes());
    above += capture.above();
    capture.channels().ifPresent(this::add);
    long counted = Arrays.stream(capture.bins()).sum() + capture.below() + capture.above();
    if (counted > 0) {
      finite += counted;
      sumOfSquares += counted * (capture.mean() * capture.mean() + capture.std() * capture.std());
    }
  }

  private void add(ChannelCounts counts) {
    channels += counts.channels();
    deadChannels += counts.dead();
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

  /** The share of channels that put out one value throughout a batch; 0 where nobody counted. */
  double shareOfDeadChannels() {
    return channels == 0 ? 0 : (double) deadChannels / channels;
  }

  /** Number of channels of the vertex; 0 where nobody counted. */
  long channels() {
    return channels / steps;
  }
}
