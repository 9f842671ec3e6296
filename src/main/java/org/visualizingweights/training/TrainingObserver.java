package org.visualizingweights.training;

import org.visualizingweights.run.EpochMetrics;

/** Is told how training goes, on the thread that trains; it should be quick. */
public interface TrainingObserver {

  /**
   * An epoch begins.
   *
   * @param epoch from 0
   * @param steps of the epoch
   */
  void epochStarted(int epoch, int steps);

  /**
   * A step is done.
   *
   * @param step of the epoch, from 0
   * @param loss of its batch, before the step's update; may be NaN or infinite
   */
  void stepDone(int step, double loss);

  /** Training was stopped before the epoch's end. */
  void stopped();

  /** Training of the epoch is done; its validation begins. */
  void validationStarted(int batches);

  /** A batch of validation images is done. */
  void validationBatchDone();

  /** The epoch is done, with its validation. */
  void epochDone(EpochMetrics metrics);
}
