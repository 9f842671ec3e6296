package org.visualizingweights.layers;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;

/**
 * An array of floats in the layout that our kernels read and write: images {@code [batch, channels,
 * height, width]} with the channels of a pixel side by side ("channels last"), vectors {@code
 * [batch, features]} row by row. To everybody else an ordinary array with these strides.
 */
final class DenseArray extends NDArray {

  private static final long serialVersionUID = 1L;

  private final transient FloatPointer pointer;
  private transient Kernel adder;

  private DenseArray(DataBuffer buffer, long[] shape) {
    super(buffer, shape, strides(shape), 0, 'c', DataType.FLOAT);
    this.pointer = (FloatPointer) buffer.addressPointer();
  }

  /** In the workspace that is open, or outside of all. */
  static DenseArray create(long... shape) {
    return new DenseArray(
        Nd4j.createBuffer(DataType.FLOAT, ArrayUtil.prodLong(shape), false), shape);
  }

  /** Outside of all workspaces, to be kept. */
  static DenseArray createDetached(long... shape) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return create(shape);
    }
  }

  /** Whether the array's memory already is as ours. */
  static boolean isDense(INDArray array) {
    return array instanceof DenseArray
        || (array.dataType() == DataType.FLOAT && hasStrides(array, strides(array.shape())));
  }

  /** Strides of dimensions of length 1 say nothing. */
  private static boolean hasStrides(INDArray array, long[] strides) {
    for (int i = 0; i < strides.length; i++) {
      if (array.size(i) != 1 && array.stride(i) != strides[i]) {
        return false;
      }
    }
    return true;
  }

  private static long[] strides(long[] shape) {
    return switch (shape.length) {
      case 2 -> new long[] {shape[1], 1};
      case 4 -> new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
      default ->
          throw new IllegalArgumentException(
              "Images or vectors expected, not an array of shape " + Arrays.toString(shape));
    };
  }

  FloatPointer pointer() {
    return pointer;
  }

  /** The first value of any array of floats; of one of ours it is known. */
  static FloatPointer pointer(INDArray array) {
    return array instanceof DenseArray dense ? dense.pointer : Memory.pointer(array);
  }

  /**
   * Adds in place. Deeplearning4j adds the gradients that reach a vertex on several ways so, and
   * ND4J is a hundred times slower than memory at it if channels come last.
   */
  @Override
  public INDArray addi(INDArray other) {
    if (!(other instanceof DenseArray dense) || !equalShapes(other)) {
      return super.addi(other);
    }
    if (adder == null) {
      adder = Kernel.elementwise(algorithm.binary_add, length());
    }
    adder.run(pointer, dense.pointer, pointer);
    return this;
  }
}
