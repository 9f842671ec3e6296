package org.visualizingweights.activations;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;

/**
 * The memory of an array, all of its values and nothing else, in any order.
 *
 * @param array whose memory it is
 * @param address of the memory
 * @param values of the array
 * @param layout where its channels are; an array that has none is all one channel
 */
record ArrayMemory(FloatArray array, long address, FloatBuffer values, ChannelLayout layout) {

  static ArrayMemory of(FloatArray array) {
    INDArray floats = array.array();
    return floats.isEmpty()
        ? new ArrayMemory(array, 0, FloatBuffer.allocate(0), layout(array))
        : new ArrayMemory(array, floats.data().address(), Memory.floats(floats), layout(array));
  }

  /**
   * Whether {@link #of} would give this very memory of another array, in the same layout. Not so on
   * a GPU, from where an array has to be copied each time.
   */
  boolean isAlsoOf(FloatArray other) {
    return Nd4j.getEnvironment().isCPU()
        && !other.array().isEmpty()
        && other.array().data().address() == address
        && other.hasShapeOf(array);
  }

  private static ChannelLayout layout(FloatArray array) {
    int dimension = array.channelDimension();
    return array.hasChannels() && array.array().size(dimension) > 1
        ? new ChannelLayout((int) array.array().size(dimension), array.array().stride(dimension))
        : new ChannelLayout(1, 1);
  }

  int length() {
    return values.capacity();
  }

  int valuesPerChannel() {
    return length() / layout.channels();
  }
}
