package org.visualizingweights.run;

/**
 * The training loss as fastai prints it: a moving average with a decay of 0.98 a step, corrected
 * for its start at zero. Losses that are not finite are left out.
 *
 * @param average before the correction
 * @param steps with a finite loss
 */
public record SmoothedLoss(double average, int steps) {
  /** Of no step. */
  public static final SmoothedLoss START = new SmoothedLoss(0, 0);

  private static final double DECAY = 0.98;

  /** With one more step. */
  public SmoothedLoss plus(double loss) {
    return Double.isFinite(loss)
        ? new SmoothedLoss(DECAY * average + (1 - DECAY) * loss, steps + 1)
        : this;
  }

  /** The smoothed loss; NaN where no loss was finite. */
  public double value() {
    return average / (1 - Math.pow(DECAY, steps));
  }
}
