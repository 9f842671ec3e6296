package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;

/**
 * Sums and extremes of rows of floats, place by place ("lane"), until they are drawn together.
 *
 * <p>The compiler has vector instructions for such loops, but neither for sums along a row nor for
 * doubles made of floats. So the sums are floats, with what rounding takes from them kept beside
 * (T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", 2005): as good as doubles.
 */
final class Lanes {
  /**
   * How many times larger than the squared deviations the squares may be before their difference
   * has lost too many digits.
   */
  private static final double MAX_CANCELLATION = 100;

  /** The sum of squares below which their rounding errors are too small for a float. */
  private static final double MIN_SQUARES = 1e-24;

  private final float[] min;
  private final float[] max;
  private final float[] sum;
  private final float[] sumRest;
  private final float[] squares;
  private final float[] squaresRest;
  private long count;

  Lanes(int width) {
    min = new float[width];
    max = new float[width];
    sum = new float[width];
    sumRest = new float[width];
    squares = new float[width];
    squaresRest = new float[width];
    clear();
  }

  int width() {
    return min.length;
  }

  void clear() {
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0);
    Arrays.fill(sumRest, 0);
    Arrays.fill(squares, 0);
    Arrays.fill(squaresRest, 0);
    count = 0;
  }

  /**
   * Adds a row.
   *
   * @param length of the row, up to the number of lanes
   */
  void add(float[] row, int length) {
    // A loop each: the compiler gives up on vectors where a loop does more.
    lower(min, row, length);
    raise(max, row, length);
    sum(row, sum, sumRest, length);
    sumSquares(row, squares, squaresRest, length);
    count += length;
  }

  /** Lowers each value to that of the other array; NaN stays. */
  static void lower(float[] min, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      min[i] = Math.min(min[i], values[i]);
    }
  }

  /** Raises each value to that of the other array; NaN stays. */
  static void raise(float[] max, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      max[i] = Math.max(max[i], values[i]);
    }
  }

  private static void sum(float[] row, float[] sum, float[] rest, int length) {
    for (int i = 0; i < length; i++) {
      float before = sum[i];
      float after = before + row[i];
      float added = after - before;
      rest[i] += (before - (after - added)) + (row[i] - added);
      sum[i] = after;
    }
  }

  private static void sumSquares(float[] row, float[] sum, float[] rest, int length) {
    for (int i = 0; i < length; i++) {
      float square = row[i] * row[i];
      float before = sum[i];
      float after = before + square;
      float added = after - before;
      float lost = (before - (after - added)) + (square - added);
      rest[i] += lost + Math.fma(row[i], row[i], -square);
      sum[i] = after;
    }
  }

  /** The smallest value of each lane; NaN where it had one. */
  float[] min() {
    return min;
  }

  /** The largest value of each lane; NaN where it had one. */
  float[] max() {
    return max;
  }

  /**
   * The moments of all that was added; empty where sums of squares do not give them: where there is
   * a NaN, an infinity or a square beyond the range of floats, or where the deviations are so small
   * beside the mean that digits would be lost.
   */
  Optional<Moments> moments() {
    double total = total(sum, sumRest);
    double totalSquares = total(squares, squaresRest);
    double mean = total / count;
    double deviations = totalSquares - total * mean;
    float least = least();
    float greatest = greatest();
    boolean exact = totalSquares <= deviations * MAX_CANCELLATION && totalSquares >= MIN_SQUARES;
    return exact || (totalSquares == 0 && least == 0 && greatest == 0)
        ? Optional.of(new Moments(count, mean, deviations, least, greatest))
        : Optional.empty();
  }

  private static double total(float[] sums, float[] rests) {
    double total = 0;
    double rest = 0;
    for (int i = 0; i < sums.length; i++) {
      total += sums[i];
      rest += rests[i];
    }
    return total + rest;
  }

  private float least() {
    float least = Float.POSITIVE_INFINITY;
    for (float value : min) {
      least = value < least ? value : least;
    }
    return least;
  }

  private float greatest() {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : max) {
      greatest = value > greatest ? value : greatest;
    }
    return greatest;
  }
}
