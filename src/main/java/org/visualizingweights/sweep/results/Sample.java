package org.visualizingweights.sweep.results;

import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Min;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One figure of the repeats of a combination, all of them finite.
 *
 * @param values may be none; then all figures but their number are NaN
 */
record Sample(double[] values) {
  /** Of the 5 % outside of the interval, half lie below it. */
  private static final double UPPER = 0.975;

  int n() {
    return values.length;
  }

  /** Whether one can say how far repeats are apart. */
  boolean hasSpread() {
    return n() > 1;
  }

  double mean() {
    return Mean.of(values).getAsDouble();
  }

  /** The standard deviation of the sample, which divides by n - 1; NaN of fewer than two. */
  double deviation() {
    return hasSpread() ? StandardDeviation.of(values).getAsDouble() : Double.NaN;
  }

  /**
   * Half of the width of the 95 % interval of the mean, by Student's t with n - 1 degrees of
   * freedom; NaN of fewer than two.
   */
  double halfWidth() {
    return hasSpread()
        ? TDistribution.of(n() - 1.0).inverseCumulativeProbability(UPPER)
            * deviation()
            / Math.sqrt(n())
        : Double.NaN;
  }

  /** The lower end of the interval; may be below zero, of figures that never are. */
  double low() {
    return mean() - halfWidth();
  }

  double high() {
    return mean() + halfWidth();
  }

  double median() {
    return Median.withDefaults().evaluate(values);
  }

  double smallest() {
    return n() == 0 ? Double.NaN : Min.of(values).getAsDouble();
  }

  double largest() {
    return n() == 0 ? Double.NaN : Max.of(values).getAsDouble();
  }
}
