package org.visualizingweights.training;

import org.visualizingweights.run.EpochMetrics;

/**
 * Is told how training goes, on the thread that trains; it should be quick. What it does not care
 * for, it need not override.
 */
public interface TrainingObserver {

  /**
   * An epoch begins.
   *
   * @param epoch from 0
   * @param steps of the epoch
   */
  default void epochStarted(int epoch, int steps) {}

  /**
   * A step is done.
   *
   * @param step of the epoch, from 0
   * @param loss of its batch, before the step's update; may be NaN or infinite
   */
  default void stepDone(int step, double loss) {}

  /** Training was stopped before the epoch's end. */
  default void stopped() {}

  /** Training of the epoch is done; its validation begins. */
  default void validationStarted(int batches) {}

  /** A batch of validation images is done. */
  default void validationBatchDone() {}

  /** The epoch is done, with its validation. */
  default void epochDone(EpochMetrics metrics) {}
}
