package org.visualizingweights.activations;

import java.util.Arrays;

/** The smallest and the largest value at each place of rows of floats; NaN where there is one. */
final class Extremes {
  private final float[] min;
  private final float[] max;

  /**
   * @param width of the rows
   */
  Extremes(int width) {
    min = new float[width];
    max = new float[width];
    clear();
  }

  int width() {
    return min.length;
  }

  void clear() {
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  /**
   * Adds a row.
   *
   * @param length of the row, up to the width
   */
  void add(float[] row, int length) {
    // A loop each: the compiler gives up on vectors where a loop does more.
    lower(min, row, length);
    raise(max, row, length);
  }

  /** Adds all rows of another one. */
  void add(Extremes other) {
    lower(min, other.min, other.width());
    raise(max, other.max, other.width());
  }

  /** Adds a value at a place. */
  void add(int place, float value) {
    min[place] = Math.min(min[place], value);
    max[place] = Math.max(max[place], value);
  }

  private static void lower(float[] min, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      min[i] = Math.min(min[i], values[i]);
    }
  }

  private static void raise(float[] max, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      max[i] = Math.max(max[i], values[i]);
    }
  }

  /** Each row taken as several shorter ones. */
  Extremes ofRows(int shorter) {
    Extremes all = new Extremes(shorter);
    for (int i = 0; i < width(); i++) {
      all.min[i % shorter] = Math.min(all.min[i % shorter], min[i]);
      all.max[i % shorter] = Math.max(all.max[i % shorter], max[i]);
    }
    return all;
  }

  /** The smallest value at each place. */
  float[] least() {
    return min;
  }

  /** The largest value at each place. */
  float[] greatest() {
    return max;
  }

  /** The smallest value of all places without a NaN. */
  float min() {
    float least = Float.POSITIVE_INFINITY;
    for (float value : min) {
      least = value < least ? value : least;
    }
    return least;
  }

  /** The largest value of all places without a NaN. */
  float max() {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : max) {
      greatest = value > greatest ? value : greatest;
    }
    return greatest;
  }
}
