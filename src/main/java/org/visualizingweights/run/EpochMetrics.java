package org.visualizingweights.run;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of {@code metrics.csv}: what an epoch came to.
 *
 * @param epoch counted from 1, as people count
 * @param lastStep its last iteration, from 0 over the whole run; -1 where no step was done yet
 * @param trainLoss smoothed loss of the training steps; may be NaN or infinite
 * @param validation that followed; empty where there was none, or it has not come yet
 * @param seconds that the epoch took, validation included
 */
public record EpochMetrics(
    int epoch,
    int lastStep,
    double trainLoss,
    Optional<ValidationMetrics> validation,
    double seconds) {
  public EpochMetrics {
    if (epoch < 1 || lastStep < -1) {
      throw new IllegalArgumentException(
          "there is no epoch " + epoch + " that ends with step " + lastStep);
    }
  }

  /** Of an epoch that was validated by a network that classifies. */
  public EpochMetrics(
      int epoch,
      int lastStep,
      double trainLoss,
      double validLoss,
      double errorRate,
      double seconds) {
    this(
        epoch,
        lastStep,
        trainLoss,
        Optional.of(new ValidationMetrics(validLoss, OptionalDouble.of(errorRate))),
        seconds);
  }

  /** The same epoch, validated so. */
  EpochMetrics with(ValidationMetrics newValidation) {
    return new EpochMetrics(epoch, lastStep, trainLoss, Optional.of(newValidation), seconds);
  }

  /** The validation loss; empty where there is none. */
  public OptionalDouble validLoss() {
    return validation.map(v -> OptionalDouble.of(v.loss())).orElseGet(OptionalDouble::empty);
  }

  /** The error rate of the validation; empty where there is none. */
  public OptionalDouble errorRate() {
    return validation.map(ValidationMetrics::errorRate).orElseGet(OptionalDouble::empty);
  }

  /** Whether there is a validation loss, and it is NaN or infinite. */
  public boolean isNotFinite() {
    return validLoss().stream().anyMatch(loss -> !Double.isFinite(loss));
  }
}
