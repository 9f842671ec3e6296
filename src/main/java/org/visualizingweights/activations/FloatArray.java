package org.visualizingweights.activations;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Floats that leave no gaps in memory, in whatever order they lie there.
 *
 * @param array of floats; it may be empty
 * @param channelDimension the dimension of its channels, or {@link #WITHOUT_CHANNELS}
 */
record FloatArray(INDArray array, int channelDimension) {
  static final int WITHOUT_CHANNELS = -1;

  boolean hasChannels() {
    return channelDimension != WITHOUT_CHANNELS;
  }

  boolean hasShapeOf(FloatArray other) {
    return channelDimension == other.channelDimension
        && Arrays.equals(array.shapeInfoJava(), other.array.shapeInfoJava());
  }
}
