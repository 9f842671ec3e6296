package org.visualizingweights.training;

import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells Deeplearning4j that nothing is left to be done with the gradients, since {@link
 * GraphUpdater} has changed the parameters already. Without it, Deeplearning4j would subtract them
 * from the parameters in a pass of its own.
 */
final class UpdatedInPlace implements GradientsAccumulator {
  private static final long serialVersionUID = 1L;

  @Override
  public void applyUpdate(
      StepFunction function, INDArray parameters, INDArray updates, boolean isFinalStep) {}

  @Override
  public void applyUpdate(
      StepFunction function, INDArray parameters, INDArray updates, double alpha) {}

  @Override
  public void storeUpdate(INDArray array, int iteration, int epoch) {}

  @Override
  public void receiveUpdate(INDArray array) {}

  @Override
  public boolean hasAnything() {
    return false;
  }

  @Override
  public void setExternalSource(IndexedTail source) {}

  @Override
  public IndexedTail getExternalSource() {
    return null;
  }

  @Override
  public void markExternalUpdates(boolean available) {}

  @Override
  public void reset() {}

  @Override
  public void touch() {}
}
