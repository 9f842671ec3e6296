package org.visualizingweights.dl4j;

import org.nd4j.linalg.learning.config.IUpdater;

/** The learning rates of Deeplearning4j's updaters. */
public final class UpdaterRates {
  private UpdaterRates() {}

  /** A copy with one rate throughout; of what has none, as it is. */
  public static IUpdater at(double rate, IUpdater updater) {
    IUpdater copy = updater.clone();
    if (copy.hasLearningRate()) {
      copy.setLrAndSchedule(rate, null);
    }
    return copy;
  }

  /** Whether the rate follows a schedule. */
  public static boolean isScheduled(IUpdater updater) {
    return !at(updater.getLearningRate(0, 0), updater).equals(updater);
  }
}
