package org.visualizingweights.layers;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Brings arrays of any strides into the layout of {@link DenseArray}; keeps the copy's memory. */
final class DenseInput {

  private long[] strides = {};
  private DenseArray copy;
  private Kernel reorder;

  /** The array itself if its memory is as it should be, else a copy, valid until the next call. */
  INDArray of(INDArray array) {
    if (DenseArray.isDense(array)) {
      return array;
    }
    INDArray floats = array.castTo(DataType.FLOAT);
    if (copy == null
        || !Arrays.equals(copy.shape(), floats.shape())
        || !Arrays.equals(strides, floats.stride())) {
      copy = DenseArray.createDetached(floats.shape());
      strides = floats.stride();
      reorder =
          Kernel.reorder(
              OneDnn.strided(floats.shape(), strides), OneDnn.strided(copy.shape(), copy.stride()));
    }
    reorder.run(DenseArray.pointer(floats), copy.pointer());
    return copy;
  }
}
