package org.visualizingweights.activations;

/**
 * Number, mean, squared deviations, minimum and maximum of the finite values among some floats.
 *
 * @param squares sum of the squared deviations from the mean
 * @param min positive infinity where there is no value
 * @param max negative infinity where there is no value
 */
public record Moments(long count, double mean, double squares, float min, float max) {
  public static final Moments NONE =
      new Moments(0, 0, 0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

  /**
   * How many times larger than the squared deviations the squares may be before their difference
   * has lost too much: four of a double's sixteen digits.
   */
  private static final double MAX_CANCELLATION = 1e4;

  /** The moments of the first {@code length} values. */
  static Moments of(float[] values, int length) {
    double sum = 0;
    double sumOfSquares = 0;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    for (; i < length - 3; i += 4) {
      float a = values[i];
      float b = values[i + 1];
      float c = values[i + 2];
      float d = values[i + 3];
      sum += ((double) a + b) + ((double) c + d);
      sumOfSquares += ((double) a * a + (double) b * b) + ((double) c * c + (double) d * d);
      if (a < min) min = a;
      if (a > max) max = a;
      if (b < min) min = b;
      if (b > max) max = b;
      if (c < min) min = c;
      if (c > max) max = c;
      if (d < min) min = d;
      if (d > max) max = d;
    }
    for (; i < length; i++) {
      sum += values[i];
      sumOfSquares += (double) values[i] * values[i];
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    double mean = sum / length;
    double squares = sumOfSquares - sum * mean;
    // False as well where a NaN or an infinity got into the sums.
    boolean exact = sumOfSquares <= squares * MAX_CANCELLATION;
    return exact ? new Moments(length, mean, squares, min, max) : ofFinite(values, length);
  }

  /** The same in two passes, leaving out what is not finite. */
  private static Moments ofFinite(float[] values, int length) {
    long count = 0;
    double sum = 0;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      if (Float.isFinite(values[i])) {
        count++;
        sum += values[i];
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
    }
    if (count == 0) {
      return NONE;
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < length; i++) {
      if (Float.isFinite(values[i])) {
        squares += (values[i] - mean) * (values[i] - mean);
      }
    }
    return new Moments(count, mean, squares, min, max);
  }

  /**
   * The moments of both together (T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a
   * pairwise algorithm for computing sample variances", 1979).
   */
  public Moments and(Moments other) {
    long n = count + other.count;
    if (n == 0) {
      return NONE;
    }
    double apart = other.mean - mean;
    double share = (double) other.count / n;
    return new Moments(
        n,
        mean + apart * share,
        squares + other.squares + apart * apart * count * share,
        Math.min(min, other.min),
        Math.max(max, other.max));
  }

  /** Standard deviation, over n as divisor; NaN where there is no value. */
  public double std() {
    return Math.sqrt(squares / count);
  }
}
