package org.visualizingweights.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes what a record holds: a byte with the version of its format, a byte for the kind of
 * content, values, and a CRC-32C of all these.
 *
 * <p>All numbers are big-endian. A <i>count</i>, an integer that is not negative, is written in
 * groups of seven bits, lowest first, the eighth bit set where another group follows. A <i>real</i>
 * is a 64-bit IEEE 754 number, the checksum a 32-bit integer. <i>Counts</i> are their number, as a
 * count, and then counts; <i>floats</i> their number, as a count, and then 32-bit IEEE 754 numbers;
 * <i>text</i> is the length of its UTF-8 in bytes, as a count, and then these.
 */
public final class Encoder {
  static final int CHECKSUM_BYTES = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);

  /**
   * @param version of the format, 0 to 255
   * @param kind of content
   */
  public Encoder(int version, byte kind) {
    bytes.write(version);
    bytes.write(kind);
  }

  public void count(long value) {
    long rest = value;
    while (rest > 0x7f) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  public void counts(long[] values) {
    count(values.length);
    for (long value : values) {
      count(value);
    }
  }

  public void real(double value) {
    bytes.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
  }

  public void floats(float[] values) {
    count(values.length);
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    bytes.writeBytes(buffer.array());
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    bytes.writeBytes(utf8);
  }

  /** All that was written, with its checksum. */
  public byte[] finish() {
    bytes.writeBytes(new byte[CHECKSUM_BYTES]);
    byte[] all = bytes.toByteArray();
    sign(all);
    return all;
  }

  /** Writes the checksum of all other bytes to the last four. */
  public static void sign(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    ByteBuffer.wrap(bytes).putInt(end, checksum(bytes, end));
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
