package org.visualizingweights.training;

import org.visualizingweights.run.SmoothedLoss;

/**
 * Where training stands, between two steps or two epochs.
 *
 * @param iteration steps done since the run began
 * @param epoch that is under way or comes next, from 0
 * @param step that comes next in the epoch, from 0; the number of its steps before its validation
 * @param trainLoss of the epoch
 * @param seconds that the epoch has taken so far
 * @param nonFiniteLosses steps since the run began whose loss was NaN or infinite
 */
public record TrainingState(
    int iteration,
    int epoch,
    int step,
    SmoothedLoss trainLoss,
    double seconds,
    long nonFiniteLosses) {
  public TrainingState {
    if (iteration < 0 || epoch < 0 || step < 0 || step > iteration) {
      throw new IllegalArgumentException(
          "no training stands at step %s of epoch %s after %s steps"
              .formatted(step, epoch, iteration));
    }
  }

  /** Before the first step. */
  public static final TrainingState START = new TrainingState(0, 0, 0, SmoothedLoss.START, 0, 0);

  TrainingState afterStep(double loss) {
    return new TrainingState(
        iteration + 1,
        epoch,
        step + 1,
        trainLoss.plus(loss),
        seconds,
        nonFiniteLosses + (Double.isFinite(loss) ? 0 : 1));
  }

  TrainingState afterEpoch() {
    return new TrainingState(iteration, epoch + 1, 0, SmoothedLoss.START, 0, nonFiniteLosses);
  }

  TrainingState after(double newSeconds) {
    return new TrainingState(iteration, epoch, step, trainLoss, newSeconds, nonFiniteLosses);
  }
}
