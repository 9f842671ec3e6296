package org.visualizingweights.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is told of each training step, on the thread that trains. */
public interface StepListener {

  /**
   * The forward pass is over. More than one may be before a step is done: optimisers look along a
   * line for it, and gradients may be computed for themselves.
   *
   * @param step its number in the run, from 0
   * @param activations of all vertices but the outputs; their memory is used again when this
   *     returns, and must not be written to
   */
  default void forward(int step, Map<String, INDArray> activations) {}

  /** The gradients are there, and the weights are still those of the forward pass. */
  default void backward(int step) {}

  /**
   * The weights were updated.
   *
   * @param step its number in the run, from 0
   * @param epoch that it belongs to, as the network counts
   * @param loss of the step's batch, as the network has it
   */
  default void done(int step, int epoch, double loss) {}

  /** The network begins an epoch; only where it is given an iterator. */
  default void epochStarted() {}

  /** The network has come to an epoch's end; only where it is given an iterator. */
  default void epochDone() {}
}
