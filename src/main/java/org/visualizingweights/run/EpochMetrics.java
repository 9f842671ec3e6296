package org.visualizingweights.run;

/**
 * One row of {@code metrics.csv}: what an epoch came to.
 *
 * @param epoch counted from 1, as people count
 * @param trainLoss smoothed loss of the training steps; may be NaN or infinite
 * @param validLoss mean loss over the validation set; may be NaN or infinite
 * @param errorRate fraction of the validation set that was classified wrongly
 * @param seconds that the epoch took, validation included
 */
public record EpochMetrics(
    int epoch, double trainLoss, double validLoss, double errorRate, double seconds) {
  public EpochMetrics {
    if (epoch < 1) {
      throw new IllegalArgumentException("there is no epoch " + epoch);
    }
  }

  /** Whether the validation loss is NaN or infinite. */
  public boolean isNotFinite() {
    return !Double.isFinite(validLoss);
  }
}
