package org.visualizingweights.activations;

/**
 * Equal bins over a range, with the float arithmetic of PyTorch's {@code histc} on the CPU: {@code
 * (x - low) / (high - low) * count}, each operation rounded to a float, then cut to an integer; the
 * upper edge belongs to the last bin.
 *
 * <p>Source: {@code histogramdd_cpu_contiguous} with linear interpolation in PyTorch's {@code
 * HistogramKernel.cpp}.
 */
record Bins(float low, float high, int count) {

  /** Whether a value is in the range; NaN is not. */
  boolean contains(float value) {
    return value >= low && value <= high;
  }

  /** The bin of a value in the range. */
  int of(float value) {
    return Math.min((int) ((value - low) / (high - low) * count), count - 1);
  }

  /**
   * The smallest value whose bin is the given one or, where rounding leaves it empty, a later one.
   * There is just one such border, as every operation of {@link #of} keeps order.
   */
  float firstOf(int bin) {
    int under = Floats.rank(low) - 1;
    int reached = Floats.rank(high);
    while (reached - (long) under > 1) {
      int middle = (int) (((long) under + reached) >> 1);
      if (of(Floats.ofRank(middle)) >= bin) {
        reached = middle;
      } else {
        under = middle;
      }
    }
    return Floats.ofRank(reached);
  }
}
