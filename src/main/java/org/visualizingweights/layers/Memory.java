package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where ND4J's arrays lie in memory. */
final class Memory {

  private Memory() {}

  /** The first value of an array of floats. */
  static FloatPointer of(INDArray array) {
    return array instanceof DenseArray dense ? dense.pointer() : of(array.data());
  }

  /** The first value of a buffer of floats, or of the part of one that a view is. */
  static FloatPointer of(DataBuffer buffer) {
    return (FloatPointer) buffer.addressPointer();
  }

  /** The value {@code offset} places further on. */
  static FloatPointer at(FloatPointer start, long offset) {
    return start.getPointer(offset);
  }
}
