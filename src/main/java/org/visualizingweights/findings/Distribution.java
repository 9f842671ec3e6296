package org.visualizingweights.findings;

import org.visualizingweights.activations.Magnitudes;

/** How activations are distributed over sign and power of two. */
final class Distribution {
  /** Classes of either sign; the class of [1, 2) is {@link #ONE}. */
  private static final int EXPONENTS = Magnitudes.CLASSES / 2;

  private static final int ONE = 127;

  private final long[] counts = new long[Magnitudes.CLASSES];
  private long total;

  void add(Magnitudes magnitudes) {
    for (int i = 0; i < magnitudes.counts().length; i++) {
      long count = magnitudes.counts()[i];
      counts[magnitudes.first() + i] += count;
      total += count;
    }
  }

  long total() {
    return total;
  }

  /**
   * The Jensen-Shannon distance: 0 where both are the same, 1 where they have nothing in common. It
   * knows no units, so that it is one scale for all layers, and has no parameters (J. Lin,
   * "Divergence measures based on the Shannon entropy", 1991; that its root is a metric: D. M.
   * Endres, J. E. Schindelin, 2003).
   */
  double distance(Distribution other) {
    double divergence = 0;
    for (int i = 0; i < counts.length; i++) {
      double p = (double) counts[i] / total;
      double q = (double) other.counts[i] / other.total;
      divergence += term(p, (p + q) / 2) / 2 + term(q, (p + q) / 2) / 2;
    }
    return Math.sqrt(Math.max(0, divergence));
  }

  private static double term(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }

  /** The share of the activations whose magnitude is below a power of two. */
  double shareBelow(int exponent) {
    int end = Math.min(Math.max(exponent + ONE, 1), EXPONENTS);
    long below = 0;
    for (int i = 0; i < end; i++) {
      below += counts[i] + counts[EXPONENTS + i];
    }
    return (double) below / total;
  }
}
