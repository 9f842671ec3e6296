package org.visualizingweights.activations;

import java.nio.FloatBuffer;

/**
 * Number, mean, squared deviations, minimum and maximum of the finite values among some floats.
 *
 * @param squaredDeviations sum of the squared deviations from the mean
 * @param min positive infinity where there is no value
 * @param max negative infinity where there is no value
 */
public record Moments(long count, double mean, double squaredDeviations, float min, float max) {
  public static final Moments NONE =
      new Moments(0, 0, 0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

  /** The moments of the finite ones among the values of a span, in two passes. */
  static Moments ofFinite(FloatBuffer values, int from, int to) {
    long count = 0;
    double sum = 0;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      float value = values.get(i);
      if (Float.isFinite(value)) {
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    if (count == 0) {
      return NONE;
    }
    double mean = sum / count;
    double squaredDeviations = 0;
    for (int i = from; i < to; i++) {
      double deviation = values.get(i) - mean;
      if (Double.isFinite(deviation)) {
        squaredDeviations += deviation * deviation;
      }
    }
    return new Moments(count, mean, squaredDeviations, min, max);
  }

  /**
   * The moments of both together (T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a
   * pairwise algorithm for computing sample variances", 1979).
   */
  public Moments plus(Moments other) {
    long n = count + other.count;
    if (n == 0) {
      return NONE;
    }
    double apart = other.mean - mean;
    double share = (double) other.count / n;
    return new Moments(
        n,
        mean + apart * share,
        squaredDeviations + other.squaredDeviations + apart * apart * count * share,
        Math.min(min, other.min),
        Math.max(max, other.max));
  }

  /** The same, with NaN for what is not there where there is no value. */
  public Moments orNaN() {
    return count == 0 ? new Moments(0, Double.NaN, Double.NaN, Float.NaN, Float.NaN) : this;
  }

  /** Standard deviation, over n as divisor; NaN where there is no value. */
  public double std() {
    return Math.sqrt(squaredDeviations / count);
  }
}
