package org.visualizingweights.training;

import org.visualizingweights.run.EpochMetrics;

/**
 * Is told how training goes and where it stands, on the thread that trains; it should be quick.
 * What it does not care for, it need not override.
 */
public interface TrainingObserver {

  /**
   * An epoch begins, or goes on.
   *
   * @param steps of the epoch
   */
  default void epochStarted(TrainingState state, int steps) {}

  /**
   * A step is done.
   *
   * @param state after the step
   * @param loss of its batch, before the step's update; may be NaN or infinite
   */
  default void stepDone(TrainingState state, double loss) {}

  /** Training was stopped before the epoch's end, be it in its validation. */
  default void stopped(TrainingState state) {}

  /** Training of the epoch is done; its validation begins. */
  default void validationStarted(TrainingState state, int batches) {}

  /** A batch of validation images is done. */
  default void validationBatchDone(TrainingState state) {}

  /**
   * The epoch is done, with its validation.
   *
   * @param state before the next epoch
   */
  default void epochDone(TrainingState state, EpochMetrics metrics) {}
}
