package org.visualizingweights.training;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Changes parameters, where ND4J keeps them. */
sealed interface Update permits HostUpdate, DeviceUpdate {

  /** The update for the memory that ND4J's backend keeps its arrays in. */
  static Update of(List<Section> sections) {
    return Nd4j.getEnvironment().isCPU() ? new HostUpdate(sections) : new DeviceUpdate(sections);
  }

  /**
   * Makes one step.
   *
   * @param state what the rules remember; empty where that is nothing
   * @param iteration of the whole run, from 0
   * @param epoch from 0
   * @param keepUpdates whether the gradients are to be replaced by what was subtracted from the
   *     parameters, for listeners that report it
   */
  void step(
      INDArray parameters,
      INDArray gradients,
      INDArray state,
      int iteration,
      int epoch,
      boolean keepUpdates);

  /** To be called when the state was changed from outside. */
  void forgetStates();
}
