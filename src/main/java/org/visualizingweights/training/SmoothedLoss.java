package org.visualizingweights.training;

/**
 * The training loss as fastai prints it: a moving average with a decay of 0.98 a step, corrected
 * for its start at zero. Losses that are not finite are left out.
 *
 * @param average before the correction
 * @param steps with a finite loss
 */
public record SmoothedLoss(double average, int steps) {
  static final SmoothedLoss START = new SmoothedLoss(0, 0);

  private static final double DECAY = 0.98;

  SmoothedLoss plus(double loss) {
    return Double.isFinite(loss)
        ? new SmoothedLoss(DECAY * average + (1 - DECAY) * loss, steps + 1)
        : this;
  }

  /** The smoothed loss; NaN where no loss was finite. */
  double value() {
    return average / (1 - Math.pow(DECAY, steps));
  }
}
