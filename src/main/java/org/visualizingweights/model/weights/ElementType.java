package org.visualizingweights.model.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What the elements of a stored tensor are, little-endian; in memory all of them are floats. */
public enum ElementType {
  F64("DoubleStorage", 8),
  F32("FloatStorage", 4),
  F16("HalfStorage", 2),
  BF16("BFloat16Storage", 2),
  I64("LongStorage", 8),
  I32("IntStorage", 4),
  I16("ShortStorage", 2),
  I8("CharStorage", 1),
  U8("ByteStorage", 1),
  BOOL("BoolStorage", 1);

  private final String torchStorage;
  private final int bytes;

  ElementType(String torchStorage, int bytes) {
    this.torchStorage = torchStorage;
    this.bytes = bytes;
  }

  /** The type of that name in a safetensors header, which is the constant's own. */
  static Optional<ElementType> ofSafetensors(String dtype) {
    return Arrays.stream(values()).filter(type -> type.name().equals(dtype)).findFirst();
  }

  /** The type of the elements in one of PyTorch's storage classes. */
  static Optional<ElementType> ofTorchStorage(String name) {
    return Arrays.stream(values()).filter(type -> type.torchStorage.equals(name)).findFirst();
  }

  /** Of one element. */
  int bytes() {
    return bytes;
  }

  /**
   * One element, in the buffer's order of bytes; integers above 2 to the power of 24 are rounded.
   */
  float get(ByteBuffer buffer, int element) {
    int at = element * bytes;
    return switch (this) {
      case F64 -> (float) buffer.getDouble(at);
      case F32 -> buffer.getFloat(at);
      case F16 -> Half.toFloat(buffer.getShort(at));
      case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
      case I64 -> buffer.getLong(at);
      case I32 -> buffer.getInt(at);
      case I16 -> buffer.getShort(at);
      case I8 -> buffer.get(at);
      case U8 -> Byte.toUnsignedInt(buffer.get(at));
      case BOOL -> buffer.get(at) == 0 ? 0 : 1;
    };
  }

  /**
   * Appends elements, in the buffer's order of bytes. F16 takes the nearest value that it has,
   * infinity from 65,520 on.
   *
   * @throws UnsupportedOperationException for types in which nothing is written
   */
  void put(ByteBuffer buffer, float[] values, int from, int length) {
    if (this == F32) {
      buffer.asFloatBuffer().put(values, from, length);
      return;
    }
    for (int i = from; i < from + length; i++) {
      switch (this) {
        case F16 -> buffer.putShort(Half.of(values[i]));
        case I64 -> buffer.putLong((long) values[i]);
        default -> throw new UnsupportedOperationException("nothing is written as " + this);
      }
    }
  }
}
