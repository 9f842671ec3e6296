package org.visualizingweights.view;

/** The losses of some steps; means and extremes are those of the finite ones. */
public final class LossSum {
  private int finite;
  private int notFinite;
  private int positive;
  private double sum;
  private double logs;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  public void add(double loss) {
    if (Double.isFinite(loss)) {
      finite++;
      sum += loss;
      min = Math.min(min, loss);
      max = Math.max(max, loss);
      positive += loss > 0 ? 1 : 0;
      logs += loss > 0 ? Math.log(loss) : 0;
    } else {
      notFinite++;
    }
  }

  public void add(LossSum other) {
    finite += other.finite;
    notFinite += other.notFinite;
    positive += other.positive;
    sum += other.sum;
    logs += other.logs;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** NaN where no loss was finite; so are the extremes. */
  public double mean() {
    return sum / finite;
  }

  /** The geometric mean of the positive losses; NaN where there is none. */
  public double geometricMean() {
    return Math.exp(logs / positive);
  }

  public double min() {
    return finite == 0 ? Double.NaN : min;
  }

  public double max() {
    return finite == 0 ? Double.NaN : max;
  }

  /** How many losses were NaN or infinite. */
  public int notFinite() {
    return notFinite;
  }
}
