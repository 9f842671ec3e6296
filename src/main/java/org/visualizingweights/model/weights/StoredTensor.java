package org.visualizingweights.model.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;

/**
 * A tensor that is still in its file: a view of a storage, whose element {@code (i, j, …)} is the
 * storage's element {@code offset + i * strides[0] + j * strides[1] + …}.
 */
final class StoredTensor {
  static final int MOST_AXES = 16;

  private final Storage storage;
  private final long offset;
  private final long[] shape;
  private final long[] strides;
  private final long elements;
  private final boolean negative;

  /**
   * A row of elements in a file, of which tensors are views.
   *
   * @param key its name in the file
   * @param elements their number, as the file states it
   */
  record Storage(ElementType type, String key, long elements) {
    long bytes() {
      return elements * type.bytes();
    }
  }

  private StoredTensor(
      Storage storage, long offset, long[] shape, long[] strides, long elements, boolean negative) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    this.elements = elements;
    this.negative = negative;
  }

  /**
   * A view of a storage.
   *
   * @throws UnusableFile if there is no such tensor, or it reaches beyond its storage
   */
  static StoredTensor view(Storage storage, long offset, long[] shape, long[] strides)
      throws UnusableFile {
    long elements = elements(shape);
    if (strides.length != shape.length) {
      throw new UnusableFile(
          "is damaged: a tensor of shape %s has %s"
              .formatted(Arrays.toString(shape), Count.of(strides.length, "stride")));
    }
    if (offset < 0 || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
      throw new UnusableFile(
          "is damaged: a tensor of shape %s has the strides %s and the offset %s"
              .formatted(Arrays.toString(shape), Arrays.toString(strides), offset));
    }
    if (elements > 0 && end(offset, shape, strides) > storage.elements()) {
      throw new UnusableFile(
          "is damaged: a tensor of shape %s, strides %s and offset %s reaches beyond its %s"
              .formatted(
                  Arrays.toString(shape),
                  Arrays.toString(strides),
                  offset,
                  Count.of(storage.elements(), "element")));
    }
    return new StoredTensor(storage, offset, shape, strides, elements, false);
  }

  /**
   * A tensor in C order that has a storage to itself.
   *
   * @throws UnusableFile if its shape is not one of as many elements
   */
  static StoredTensor whole(Storage storage, long[] shape) throws UnusableFile {
    long elements = elements(shape);
    if (elements != storage.elements()) {
      throw new UnusableFile(
          "is damaged: %s has the shape %s, but %s"
              .formatted(
                  Printable.of(storage.key()),
                  Arrays.toString(shape),
                  Count.of(storage.elements(), "element")));
    }
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(shape[axis], 1);
    }
    return new StoredTensor(storage, 0, shape, strides, elements, false);
  }

  /** The same view, of which every element counts with the other sign: PyTorch's negative bit. */
  StoredTensor negative() {
    return new StoredTensor(storage, offset, shape, strides, elements, true);
  }

  boolean hasShape(long[] expected) {
    return Arrays.equals(shape, expected);
  }

  Storage storage() {
    return storage;
  }

  /** Their number, which a stride of 0 can make larger than the storage's. */
  long elements() {
    return elements;
  }

  /**
   * The tensor with its values.
   *
   * @param bytes of the whole storage, little-endian
   */
  Tensor read(ByteBuffer bytes) {
    float[] values = new float[Math.toIntExact(elements)];
    long[] index = new long[shape.length];
    long element = offset;
    for (int i = 0; i < values.length; i++) {
      float value = storage.type().get(bytes, (int) element);
      values[i] = negative ? -value : value;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        element += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        element -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return new Tensor(shape.clone(), values);
  }

  private static long elements(long[] shape) throws UnusableFile {
    if (shape.length > MOST_AXES) {
      throw new UnusableFile(
          "is damaged: a tensor has %s axes, and %s are the most"
              .formatted(shape.length, MOST_AXES));
    }
    long elements = 1;
    try {
      for (long size : shape) {
        if (size < 0) {
          throw new ArithmeticException();
        }
        elements = Math.multiplyExact(elements, size);
      }
      return elements;
    } catch (ArithmeticException e) {
      throw new UnusableFile("is damaged: no tensor can have the shape " + Arrays.toString(shape));
    }
  }

  /** One more than the last element of the storage that the view has; huge if there is no such. */
  private static long end(long offset, long[] shape, long[] strides) {
    try {
      long last = offset;
      for (int axis = 0; axis < shape.length; axis++) {
        last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
      }
      return Math.addExact(last, 1);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
