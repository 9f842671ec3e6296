package org.visualizingweights.activations;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a vertex put out at a step.
 *
 * @param values of any shape, type and order in memory
 * @param channelsLast whether channels are the last dimension, rather than the second one
 * @param mask says what is padding and does not count, as {@code dl4j.Dl4jNetwork.masks} has it
 */
record Activations(String vertex, INDArray values, boolean channelsLast, Optional<INDArray> mask) {

  /** With channels, if there are any, in the second dimension, and all of it counts. */
  static Activations of(String vertex, INDArray values) {
    return new Activations(vertex, values, false, Optional.empty());
  }

  /** The dimension of the channels; none in an array of one dimension or less. */
  int channelDimension() {
    int rank = values.rank();
    return rank < 2 ? FloatArray.WITHOUT_CHANNELS : channelsLast ? rank - 1 : 1;
  }
}
