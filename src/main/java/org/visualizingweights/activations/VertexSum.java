package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one vertex did over some steps: captures, added up. Counts add up exactly; moments are those
 * of all values pooled.
 *
 * @param bins counts of the equal bins over the range
 * @param below finite values below it, and {@code above} it
 * @param zeros values that are exactly zero
 * @param stepsNotFinite how many steps had values that are NaN or infinite
 * @param mostBelow the largest share of values below the range in any of the steps
 * @param mostAbove the largest share of values above it
 * @param moments of all finite values
 * @param squares the sum of their squares
 * @param channelCounts of all steps that have some, added up
 * @param stepsWithChannels how many these are
 */
public record VertexSum(
    long[] bins,
    long below,
    long above,
    long zeros,
    long nans,
    long infinities,
    Magnitudes magnitudes,
    int stepsNotFinite,
    double mostBelow,
    double mostAbove,
    Moments moments,
    double squares,
    ChannelCounts channelCounts,
    int stepsWithChannels) {

  /** What there was at one step. */
  public static VertexSum of(Capture capture) {
    return new VertexSum(
        capture.bins(),
        capture.below(),
        capture.above(),
        capture.zeros(),
        capture.nans(),
        capture.infinities(),
        capture.magnitudes(),
        capture.notFinite() > 0 ? 1 : 0,
        capture.share(capture.below()),
        capture.share(capture.above()),
        capture.moments(),
        capture.squares(),
        capture.channels().orElse(ChannelCounts.NONE),
        capture.channels().isPresent() ? 1 : 0);
  }

  /** These steps and, later, others. */
  public VertexSum plus(VertexSum later) {
    return new VertexSum(
        IntStream.range(0, bins.length).mapToLong(i -> bins[i] + later.bins[i]).toArray(),
        below + later.below,
        above + later.above,
        zeros + later.zeros,
        nans + later.nans,
        infinities + later.infinities,
        magnitudes.plus(later.magnitudes),
        stepsNotFinite + later.stepsNotFinite,
        Math.max(mostBelow, later.mostBelow),
        Math.max(mostAbove, later.mostAbove),
        moments.and(later.moments),
        squares + later.squares,
        channelCounts.plus(later.channelCounts),
        stepsWithChannels + later.stepsWithChannels);
  }

  /** Values that are NaN or infinite. */
  public long notFinite() {
    return nans + infinities;
  }

  /** All values, finite or not. */
  public long total() {
    return moments.count() + notFinite();
  }

  /** Root of the mean square of the finite values; NaN where there are none. */
  public double size() {
    return Math.sqrt(squares / moments.count());
  }

  /** The share of the values that are above the range. */
  public double shareAbove() {
    return (double) above / total();
  }

  /**
   * The share of the bins {@linkplain CaptureSettings#nearZero() near zero} in all bins; NaN where
   * nothing is in range.
   */
  public double nearZero() {
    long near = Arrays.stream(bins).limit(CaptureSettings.BINS_NEAR_ZERO).sum();
    long all = Arrays.stream(bins).sum();
    return all == 0 ? Double.NaN : (double) near / all;
  }

  /** Channels of the vertex; empty where none were counted. */
  public Optional<Integer> channels() {
    return stepsWithChannels == 0
        ? Optional.empty()
        : Optional.of((int) (channelCounts.channels() / stepsWithChannels));
  }

  /** The share of channels that are dead; 0 where they were not counted. */
  public double shareOfDeadChannels() {
    return channelCounts.dead() == 0 ? 0 : (double) channelCounts.dead() / channelCounts.channels();
  }

  /** Dead channels a step; NaN where they were not counted. */
  public double deadEachStep() {
    return (double) channelCounts.dead() / stepsWithChannels;
  }

  /** Saturated channels a step; NaN where they were not counted. */
  public double saturatedEachStep() {
    return (double) channelCounts.saturated() / stepsWithChannels;
  }
}
