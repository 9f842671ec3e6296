package org.visualizingweights.model.given;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.Half;
import org.visualizingweights.model.weights.Printable;

/**
 * All parameters of a network in one row, as {@code Nd4j.write} writes them: a buffer with the
 * array's shape, and one with its values. Each begins with the name of how it was allocated, its
 * length and the name of its type; all is big-endian. Read here, as {@code Nd4j.read} allocates
 * whatever the lengths say.
 *
 * @param type of the values
 * @param length how many there are
 */
record Coefficients(DataType type, long length) {
  /** How buffers are allocated, by versions before 1.0.0, whose lengths have 32 bits. */
  private static final Set<String> OLD = Set.of("HEAP", "JAVACPP", "DIRECT");

  private static final Set<String> KINDS =
      Set.of("HEAP", "JAVACPP", "DIRECT", "LONG_SHAPE", "MIXED_DATA_TYPES");

  /** Those that Deeplearning4j trains in. */
  static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16);

  /** Of an array's shape: rank, sizes, strides, and three numbers more. */
  private static final int SHORTEST_SHAPE = 4;

  private static final int LONGEST_SHAPE = 68;
  private static final int MOST_NAME_BYTES = 32;
  private static final int CHUNK = 1 << 16;

  /** How a buffer begins. */
  private record BufferHeader(String type, long length) {
    static BufferHeader read(DataInputStream in) throws IOException, UnusableFile {
      String kind = name(in);
      if (!KINDS.contains(kind)) {
        throw damaged("a buffer is allocated as " + Printable.of(kind));
      }
      long length = OLD.contains(kind) ? in.readInt() : in.readLong();
      return new BufferHeader(name(in), length);
    }

    private static String name(DataInputStream in) throws IOException, UnusableFile {
      int length = in.readUnsignedShort();
      if (length > MOST_NAME_BYTES) {
        throw damaged("a name in its header would have %s".formatted(Count.of(length, "byte")));
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.US_ASCII);
    }
  }

  private static UnusableFile damaged(String why) {
    return new UnusableFile("is damaged: in coefficients.bin, " + why);
  }

  /** Reads what stands before the values. */
  static Coefficients readHeader(InputStream in) throws IOException, UnusableFile {
    return readHeader(new DataInputStream(in));
  }

  private static Coefficients readHeader(DataInputStream in) throws IOException, UnusableFile {
    BufferHeader shape = BufferHeader.read(in);
    if (shape.length < SHORTEST_SHAPE || shape.length > LONGEST_SHAPE) {
      throw damaged("the shape would have %s".formatted(Count.of(shape.length, "number")));
    }
    boolean longs = shape.type.equals("LONG");
    if (!longs && !shape.type.equals("INT")) {
      throw damaged("the shape is of type " + Printable.of(shape.type));
    }
    in.skipNBytes(shape.length * (longs ? Long.BYTES : Integer.BYTES));
    BufferHeader values = BufferHeader.read(in);
    DataType type =
        TYPES.stream()
            .filter(known -> known.name().equals(values.type))
            .findFirst()
            .orElseThrow(() -> damaged("parameters are of type " + Printable.of(values.type)));
    return new Coefficients(type, values.length);
  }

  /**
   * Reads all of it.
   *
   * @param expected how many parameters there are to be
   * @return {@code [1, expected]}, outside of workspaces
   */
  static INDArray read(InputStream from, long expected) throws IOException, UnusableFile {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from, CHUNK));
    Coefficients header = readHeader(in);
    header.check(expected);
    INDArray values = Nd4j.createUninitialized(header.type, 1, expected);
    byte[] bytes = new byte[CHUNK * header.type.width()];
    for (long first = 0; first < expected; first += CHUNK) {
      int count = (int) Math.min(CHUNK, expected - first);
      in.readFully(bytes, 0, count * header.type.width());
      try (INDArray chunk = header.chunk(ByteBuffer.wrap(bytes), count)) {
        values
            .get(NDArrayIndex.point(0), NDArrayIndex.interval(first, first + count))
            .assign(chunk);
      }
    }
    return values;
  }

  /** Whether these are as many as a network has. */
  void check(long expected) throws UnusableFile {
    if (length != expected) {
      throw new UnusableFile(
          "is damaged: its coefficients.bin has %s, and its configuration asks for %s"
              .formatted(Count.of(length, "parameter"), Count.of(expected)));
    }
  }

  private INDArray chunk(ByteBuffer bytes, int count) {
    if (type == DataType.DOUBLE) {
      double[] values = new double[count];
      bytes.asDoubleBuffer().get(values);
      return Nd4j.createFromArray(values);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = type == DataType.FLOAT16 ? Half.toFloat(bytes.getShort()) : bytes.getFloat();
    }
    return Nd4j.createFromArray(values);
  }
}
