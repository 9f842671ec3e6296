package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one vertex did at one step: every activation of the batch, counted once.
 *
 * <p>Moments and extremes are those of the finite values; where there is none they are NaN.
 *
 * @param vertex name of the vertex
 * @param bins counts of the equal bins over the range of the settings; as {@code torch.histc}, the
 *     last bin includes its upper edge
 * @param below finite values below the range
 * @param above finite values above it
 * @param zeros values that are exactly zero (they are in a bin as well where the range has zero)
 * @param nans values that are not a number
 * @param infinities values that are infinite, of either sign
 * @param magnitudes counts over sign and power of two, of all values
 * @param mean of the finite values
 * @param std their standard deviation, over n as divisor
 * @param min the smallest finite value
 * @param max the largest finite value
 * @param channels counts of its channels; empty where the vertex has none, or where the capture was
 *     stored by a program that did not count them
 */
public record Capture(
    String vertex,
    long[] bins,
    long below,
    long above,
    long zeros,
    long nans,
    long infinities,
    Magnitudes magnitudes,
    double mean,
    double std,
    double min,
    double max,
    Optional<ChannelCounts> channels) {

  /** The number of finite values. */
  public long finite() {
    return Arrays.stream(bins).sum() + below + above;
  }

  /** The number of values that are NaN or infinite. */
  public long notFinite() {
    return nans + infinities;
  }

  /** The number of all values. */
  public long total() {
    return finite() + notFinite();
  }

  /** A part of all values; 0 where there are none. */
  double share(long part) {
    return part == 0 ? 0 : (double) part / total();
  }

  /** Root of the mean square of the finite values. */
  public double rms() {
    return Math.hypot(mean, std);
  }

  /** The sum of the squares of the finite values. */
  double sumOfSquares() {
    long finite = finite();
    return finite == 0 ? 0 : finite * (mean * mean + std * std);
  }

  /** Of the finite values. */
  Moments moments() {
    long finite = finite();
    return finite == 0
        ? Moments.NONE
        : new Moments(finite, mean, std * std * finite, (float) min, (float) max);
  }
}
