package org.visualizingweights.view;

import java.util.Optional;
import java.util.stream.LongStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Moments;

/**
 * What one vertex did over some steps: counts that add up exactly, and the moments of all values
 * pooled.
 */
public final class VertexSum {
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
  private int stepsNotFinite;
  private double mostBelow;
  private double mostAbove;
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
  public VertexSum(int bins) {
    this.bins = new long[bins];
  }

  public void add(Capture capture) {
    addBins(capture.bins());
    addMagnitudes(capture.magnitudes());
    below += capture.below();
    above += capture.above();
    zeros += capture.zeros();
    nans += capture.nans();
    infinities += capture.infinities();
    Moments finite = moments(capture);
    moments = moments.and(finite);
    long broken = capture.nans() + capture.infinities();
    stepsNotFinite += broken > 0 ? 1 : 0;
    mostBelow = Math.max(mostBelow, share(capture.below(), finite.count() + broken));
    mostAbove = Math.max(mostAbove, share(capture.above(), finite.count() + broken));
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
    stepsNotFinite += other.stepsNotFinite;
    mostBelow = Math.max(mostBelow, other.mostBelow);
    mostAbove = Math.max(mostAbove, other.mostAbove);
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

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static Moments moments(Capture capture) {
    long finite = capture.below() + capture.above() + LongStream.of(capture.bins()).sum();
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
  public long[] bins() {
    return bins;
  }

  /** The counts of positive values by power of two: 0 is [1, 2). */
  public Span positive() {
    return positive;
  }

  /** The counts of negative values by power of two: 0 is (-2, -1]. */
  public Span negative() {
    return negative;
  }

  /** The count of zeros, and of numbers too small to have a power of two of their own. */
  public long zero() {
    return zero;
  }

  public long below() {
    return below;
  }

  public long above() {
    return above;
  }

  /** The count of values that are exactly zero. */
  public long zeros() {
    return zeros;
  }

  public long nans() {
    return nans;
  }

  public long infinities() {
    return infinities;
  }

  /** How many steps had values that are not finite. */
  public int stepsNotFinite() {
    return stepsNotFinite;
  }

  /** The largest share of values below the range in any of the steps. */
  public double mostBelow() {
    return mostBelow;
  }

  /** The largest share of values above the range in any of the steps. */
  public double mostAbove() {
    return mostAbove;
  }

  /** All values, finite or not. */
  public long total() {
    return moments.count() + nans + infinities;
  }

  /** Of all finite values. */
  public Moments moments() {
    return moments;
  }

  /** The share of the two lowest bins in all bins; NaN where nothing is in range. */
  public double nearZero() {
    long all = LongStream.of(bins).sum();
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
