package org.visualizingweights.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Reads what an {@link Encoder} wrote. */
public final class Decoder {
  private final byte[] bytes;
  private final int end;
  private final int version;
  private int next;

  /**
   * Reads a record.
   *
   * @param newest the newest version of the format that the caller can read
   * @param kind of content that is expected
   * @param record makes it of its values; it may throw an {@link IllegalArgumentException} where
   *     they make no sense
   * @throws DamagedStorage where the bytes are not what was written, or of another kind, or make no
   *     sense
   * @throws org.visualizingweights.UserError where they are of a version that came later
   */
  public static <T> T decode(byte[] bytes, int newest, byte kind, Function<Decoder, T> record)
      throws DamagedStorage {
    Decoder in = new Decoder(bytes, newest, kind);
    try {
      return record.apply(in);
    } catch (BufferUnderflowException e) {
      throw new DamagedStorage("it holds less than it says");
    } catch (IllegalArgumentException e) {
      throw new DamagedStorage(e.getMessage());
    }
  }

  private Decoder(byte[] bytes, int newest, byte kind) throws DamagedStorage {
    this.bytes = bytes;
    end = bytes.length - Encoder.CHECKSUM_BYTES;
    if (end < 2 || ByteBuffer.wrap(bytes).getInt(end) != Encoder.checksum(bytes, end)) {
      throw new DamagedStorage("its checksum is wrong");
    }
    version = Byte.toUnsignedInt(get());
    FormatVersion.check("the storage holds records", version, 1, newest);
    if (get() != kind) {
      throw new DamagedStorage("it is of another kind");
    }
  }

  private byte get() {
    return bytes[skip(1)];
  }

  /** Goes on by so many bytes; returns where they begin. */
  private int skip(int length) {
    if (length > end - next) {
      throw new BufferUnderflowException();
    }
    next += length;
    return next - length;
  }

  /** The version of the format, at most the newest that the caller can read. */
  public int version() {
    return version;
  }

  public long count() {
    long value = 0;
    int shift = 0;
    byte group;
    do {
      group = get();
      value |= (long) (group & 0x7f) << shift;
      shift += 7;
    } while (group < 0);
    if (value < 0) {
      throw new IllegalArgumentException("it counts less than nothing");
    }
    return value;
  }

  /** A count that is not too large for an {@code int}. */
  public int number() {
    long value = count();
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("it counts up to " + value);
    }
    return (int) value;
  }

  /** A number of things, each of which takes at least a byte. */
  public int length() {
    return length(1);
  }

  private int length(int bytesOfEach) {
    long length = count();
    if (length > (end - next) / bytesOfEach) {
      throw new BufferUnderflowException();
    }
    return (int) length;
  }

  public long[] counts() {
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = count();
    }
    return values;
  }

  public double real() {
    return ByteBuffer.wrap(bytes).getDouble(skip(Double.BYTES));
  }

  public float[] floats() {
    float[] values = new float[length(Float.BYTES)];
    int length = values.length * Float.BYTES;
    ByteBuffer.wrap(bytes, skip(length), length).asFloatBuffer().get(values);
    return values;
  }

  public String text() {
    int length = length();
    return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
  }
}
