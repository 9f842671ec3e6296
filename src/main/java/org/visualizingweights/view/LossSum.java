package org.visualizingweights.view;

/** The losses of some steps; mean and extremes are those of the finite ones. */
final class LossSum {
  private int finite;
  private int notFinite;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(double loss) {
    if (Double.isFinite(loss)) {
      finite++;
      sum += loss;
      min = Math.min(min, loss);
      max = Math.max(max, loss);
    } else {
      notFinite++;
    }
  }

  void add(LossSum other) {
    finite += other.finite;
    notFinite += other.notFinite;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** NaN where no loss was finite; so are the extremes. */
  double mean() {
    return sum / finite;
  }

  double min() {
    return finite == 0 ? Double.NaN : min;
  }

  double max() {
    return finite == 0 ? Double.NaN : max;
  }

  /** How many losses were NaN or infinite. */
  int notFinite() {
    return notFinite;
  }
}
