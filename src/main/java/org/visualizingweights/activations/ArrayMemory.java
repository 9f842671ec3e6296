package org.visualizingweights.activations;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;

/**
 * The memory of an array, all of its values and nothing else, in any order.
 *
 * @param array whose memory it is
 * @param address of the memory
 * @param values as floats
 * @param layout where its channels are; an array that has none is all one channel
 * @param hasChannels whether the array has a dimension of channels, which is the second one
 */
record ArrayMemory(
    INDArray array, long address, FloatBuffer values, ChannelLayout layout, boolean hasChannels) {

  /** The array's own memory where that can be; that of a copy otherwise. */
  static ArrayMemory of(INDArray array) {
    boolean own = array.dataType() == DataType.FLOAT && !array.isView() && isDense(array);
    INDArray dense = own ? array : array.castTo(DataType.FLOAT).dup('c');
    return new ArrayMemory(
        dense, dense.data().address(), Memory.floats(dense), layout(dense), dense.rank() > 1);
  }

  /**
   * Whether {@link #of} would give this very memory of another array, in the same layout. Not so on
   * a GPU, from where an array has to be copied each time.
   */
  boolean isAlsoOf(INDArray other) {
    return Nd4j.getEnvironment().isCPU()
        && !other.isView()
        && other.data().address() == address
        && Arrays.equals(other.shapeInfoJava(), array.shapeInfoJava());
  }

  private static ChannelLayout layout(INDArray dense) {
    return dense.rank() > 1 && dense.size(1) > 1
        ? new ChannelLayout((int) dense.size(1), (int) dense.stride(1))
        : new ChannelLayout(1, 1);
  }

  int length() {
    return values.capacity();
  }

  int valuesPerChannel() {
    return length() / layout.channels();
  }

  /** Whether the strides, in whatever order, leave no gaps and visit nothing twice. */
  static boolean isDense(INDArray array) {
    long[] shape = array.shape();
    long[] strides = array.stride();
    long covered = 1;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int d = 0; d < shape.length; d++) {
        if (shape[d] > 1 && strides[d] == covered) {
          covered *= shape[d];
          grown = true;
        }
      }
    }
    return covered == array.length();
  }
}
