package org.visualizingweights.training;

/**
 * The training loss as fastai prints it: a moving average with a decay of 0.98 a step, corrected
 * for its start at zero. Losses that are not finite are counted and left out.
 */
final class SmoothedLoss {
  private static final double DECAY = 0.98;

  private double average;
  private int steps;

  void add(double loss) {
    if (Double.isFinite(loss)) {
      steps++;
      average = DECAY * average + (1 - DECAY) * loss;
    }
  }

  /** The smoothed loss; NaN where no loss was finite. */
  double value() {
    return average / (1 - Math.pow(DECAY, steps));
  }
}
