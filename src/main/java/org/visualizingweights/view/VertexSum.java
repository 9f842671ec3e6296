package org.visualizingweights.view;

import java.util.Optional;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Moments;

/**
 * What one vertex did over some steps: counts that add up exactly, and the moments of all values
 * pooled.
 */
final class VertexSum {
  /** The class of [1, 2); those of negative numbers are {@link #NEGATIVE} higher. */
  private static final int ONE = 127;

  private static final int NEGATIVE = 256;
  private static final int NOT_FINITE = 255;

  private final long[] bins;
  private final Span positive = new Span();
  private final Span negative = new Span();
  private long zero;
  private long below;
  private long above;
  private long zeros;
  private long nans;
  private long infinities;
  private Moments moments = Moments.NONE;
  private int channels;
  private int stepsWithChannels;
  private long dead;
  private long saturated;

  /**
   * Nothing yet.
   *
   * @param bins number of bins
   */
  VertexSum(int bins) {
    this.bins = new long[bins];
  }

  void add(Capture capture) {
    addBins(capture.bins());
    addMagnitudes(capture.magnitudes());
    below += capture.below();
    above += capture.above();
    zeros += capture.zeros();
    nans += capture.nans();
    infinities += capture.infinities();
    moments = moments.and(moments(capture));
    capture.channels().ifPresent(this::addChannels);
  }

  void add(VertexSum other) {
    addBins(other.bins);
    positive.add(other.positive);
    negative.add(other.negative);
    zero += other.zero;
    below += other.below;
    above += other.above;
    zeros += other.zeros;
    nans += other.nans;
    infinities += other.infinities;
    moments = moments.and(other.moments);
    channels = Math.max(channels, other.channels);
    stepsWithChannels += other.stepsWithChannels;
    dead += other.dead;
    saturated += other.saturated;
  }

  private void addBins(long[] more) {
    for (int i = 0; i < bins.length; i++) {
      bins[i] += more[i];
    }
  }

  private void addMagnitudes(Magnitudes magnitudes) {
    long[] counts = magnitudes.counts();
    for (int i = 0; i < counts.length; i++) {
      int magnitudeClass = magnitudes.first() + i;
      int power = magnitudeClass % NEGATIVE;
      if (power == 0) {
        zero += counts[i];
      } else if (power < NOT_FINITE) {
        (magnitudeClass < NEGATIVE ? positive : negative).add(power - ONE, counts[i]);
      }
    }
  }

  private void addChannels(ChannelCounts counts) {
    channels = Math.max(channels, counts.channels());
    stepsWithChannels++;
    dead += counts.dead();
    saturated += counts.saturated();
  }

  private static Moments moments(Capture capture) {
    long finite = capture.below() + capture.above();
    for (long bin : capture.bins()) {
      finite += bin;
    }
    return finite == 0
        ? Moments.NONE
        : new Moments(
            finite,
            capture.mean(),
            capture.std() * capture.std() * finite,
            (float) capture.min(),
            (float) capture.max());
  }

  /** The counts of the equal bins over the range; not to be changed. */
  long[] bins() {
    return bins;
  }

  /** The counts of positive values by power of two: 0 is [1, 2). */
  Span positive() {
    return positive;
  }

  /** The counts of negative values by power of two: 0 is (-2, -1]. */
  Span negative() {
    return negative;
  }

  /** The count of zeros, and of numbers too small to have a power of two of their own. */
  long zero() {
    return zero;
  }

  long below() {
    return below;
  }

  long above() {
    return above;
  }

  /** The count of values that are exactly zero. */
  long zeros() {
    return zeros;
  }

  long nans() {
    return nans;
  }

  long infinities() {
    return infinities;
  }

  /** All values, finite or not. */
  long total() {
    return moments.count() + nans + infinities;
  }

  /** Of all finite values. */
  Moments moments() {
    return moments;
  }

  /** The share of the two lowest bins in all bins; NaN where nothing is in range. */
  double nearZero() {
    long all = 0;
    for (long bin : bins) {
      all += bin;
    }
    long lowest = bins[0] + (bins.length > 1 ? bins[1] : 0);
    return all == 0 ? Double.NaN : (double) lowest / all;
  }

  /** Channels of the vertex; empty where none were counted. */
  Optional<Integer> channels() {
    return stepsWithChannels == 0 ? Optional.empty() : Optional.of(channels);
  }

  /** Dead channels a step; NaN where they were not counted. */
  double deadEachStep() {
    return (double) dead / stepsWithChannels;
  }

  /** Saturated channels a step; NaN where they were not counted. */
  double saturatedEachStep() {
    return (double) saturated / stepsWithChannels;
  }
}
