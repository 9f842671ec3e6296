package org.visualizingweights.dl4j;

import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Which weights stay as they are. Those with a {@code NoOp} do not: it leaves the gradient as it
 * is, and that is what is then subtracted from them.
 */
public final class FrozenWeights {
  private FrozenWeights() {}

  /**
   * Whether Deeplearning4j freezes all of a layer, which it does by wrapping it; the updater that
   * it still has is not used.
   */
  public static boolean all(Trainable layer) {
    return layer instanceof FrozenLayer
        || layer instanceof FrozenLayerWithBackprop
        || layer instanceof FrozenVertex;
  }

  /** Whether one parameter stays as it is, as its layer is frozen or its learning rate is 0. */
  public static boolean include(Trainable layer, String parameter) {
    return all(layer) || isStill(layer.getConfig().getUpdaterByParam(parameter));
  }

  private static boolean isStill(IUpdater updater) {
    return updater.getLearningRate(0, 0) == 0 && !UpdaterRates.isScheduled(updater);
  }
}
