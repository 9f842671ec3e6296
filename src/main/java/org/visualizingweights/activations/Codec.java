package org.visualizingweights.activations;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.visualizingweights.UserError;

/**
 * Steps and settings as bytes: version, kind, content, and a CRC-32C of these (big-endian).
 *
 * <p>Counts and lengths are written in groups of seven bits, lowest first, the eighth bit set where
 * another group follows; text as its length and UTF-8.
 */
final class Codec {
  /** Version 1 has no counts of channels; it is read as well. */
  static final int VERSION = 2;

  private static final byte STEP = 'S';
  private static final byte SETTINGS = 'C';
  private static final int CHECKSUM_BYTES = 4;

  private Codec() {}

  /** Bytes that are not what was written. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  static byte[] encode(Step step) {
    Writer out = new Writer(STEP);
    out.count(step.iteration());
    out.count(step.epoch());
    out.real(step.loss());
    out.count(step.captures().size());
    for (Capture capture : step.captures()) {
      out.text(capture.vertex());
      out.counts(capture.bins());
      out.count(capture.below());
      out.count(capture.above());
      out.count(capture.zeros());
      out.count(capture.nans());
      out.count(capture.infinities());
      out.count(capture.magnitudes().first());
      out.counts(capture.magnitudes().counts());
      out.real(capture.mean());
      out.real(capture.std());
      out.real(capture.min());
      out.real(capture.max());
      out.count(capture.channels().isPresent() ? 1 : 0);
      capture
          .channels()
          .ifPresent(
              counts -> {
                out.count(counts.channels());
                out.count(counts.dead());
                out.count(counts.saturated());
              });
    }
    return out.finish();
  }

  /**
   * @throws UserError where the bytes are of a version that came later
   */
  static Step decodeStep(byte[] bytes) throws DamagedException {
    Reader in = new Reader(bytes, STEP);
    int iteration = (int) in.count();
    int epoch = (int) in.count();
    double loss = in.real();
    int size = in.length();
    List<Capture> captures = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      captures.add(
          new Capture(
              in.text(),
              in.counts(),
              in.count(),
              in.count(),
              in.count(),
              in.count(),
              in.count(),
              new Magnitudes((int) in.count(), in.counts()),
              in.real(),
              in.real(),
              in.real(),
              in.real(),
              channels(in)));
    }
    return new Step(iteration, epoch, loss, captures);
  }

  private static Optional<ChannelCounts> channels(Reader in) {
    return in.version > 1 && in.count() == 1
        ? Optional.of(new ChannelCounts((int) in.count(), (int) in.count(), (int) in.count()))
        : Optional.empty();
  }

  static byte[] encode(CaptureSettings settings) {
    Writer out = new Writer(SETTINGS);
    out.count(settings.vertices().size());
    settings.vertices().forEach(out::text);
    out.count(settings.every());
    out.count(settings.bins());
    out.real(settings.low());
    out.real(settings.high());
    return out.finish();
  }

  /**
   * @throws UserError where the bytes are of a version that came later
   */
  static CaptureSettings decodeSettings(byte[] bytes) throws DamagedException {
    Reader in = new Reader(bytes, SETTINGS);
    int size = in.length();
    List<String> vertices = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      vertices.add(in.text());
    }
    return new CaptureSettings(vertices, (int) in.count(), (int) in.count(), in.real(), in.real());
  }

  /** Writes the checksum of all other bytes to the last four. */
  static void sign(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    ByteBuffer.wrap(bytes).putInt(end, checksum(bytes, end));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);

    Writer(byte kind) {
      bytes.write(VERSION);
      bytes.write(kind);
    }

    void count(long value) {
      long rest = value;
      while (rest > 0x7f) {
        bytes.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    void counts(long[] values) {
      count(values.length);
      for (long value : values) {
        count(value);
      }
    }

    void real(double value) {
      bytes.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    void text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      count(utf8.length);
      bytes.writeBytes(utf8);
    }

    byte[] finish() {
      bytes.writeBytes(new byte[CHECKSUM_BYTES]);
      byte[] all = bytes.toByteArray();
      sign(all);
      return all;
    }
  }

  private static final class Reader {
    private final ByteBuffer in;
    private final int version;

    Reader(byte[] bytes, byte kind) throws DamagedException {
      int end = bytes.length - CHECKSUM_BYTES;
      if (end < 2 || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
        throw new DamagedException("its checksum is wrong");
      }
      in = ByteBuffer.wrap(bytes, 0, end);
      version = Byte.toUnsignedInt(in.get());
      if (version < 1 || version > VERSION) {
        throw UserError.unavailable(
            ("the captures are stored in version %d of their format; this program reads versions 1 to"
                    + " %d. Use the program that wrote them, or a newer one")
                .formatted(version, VERSION));
      }
      if (in.get() != kind) {
        throw new DamagedException("it is of another kind");
      }
    }

    long count() {
      long value = 0;
      int shift = 0;
      byte group;
      do {
        group = in.get();
        value |= (long) (group & 0x7f) << shift;
        shift += 7;
      } while (group < 0);
      return value;
    }

    /** A number of things, each of which takes at least a byte. */
    int length() {
      long length = count();
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      return (int) length;
    }

    long[] counts() {
      long[] values = new long[length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = count();
      }
      return values;
    }

    double real() {
      return in.getDouble();
    }

    String text() {
      byte[] utf8 = new byte[length()];
      in.get(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }
  }
}
