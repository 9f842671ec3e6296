package org.visualizingweights.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;
import org.visualizingweights.Count;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.UnusableFile;

/**
 * A file of unsigned bytes in the IDX form of MNIST's authors: two zero bytes, the type 8, the
 * number of dimensions, each dimension as a big-endian int, the values.
 *
 * @param dimensions the first is the number of items
 * @param bytes the whole file, header and all; the values are never copied out of it one by one
 */
record IdxFile(int[] dimensions, byte[] bytes) {
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads a file, unpacked where it is gzip, and checks it.
   *
   * @param dimensions that the file must have; they bound what is unpacked
   * @throws UnusableFile if the file is not the one of the fingerprint
   */
  static IdxFile read(Path file, Fingerprint fingerprint, int... dimensions)
      throws IOException, UnusableFile {
    int header = 4 + 4 * dimensions.length;
    int size = header + Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
    byte[] bytes = unpack(file, fingerprint, size);
    ByteBuffer found = ByteBuffer.wrap(bytes, 0, header);
    boolean right = found.getInt() == (UNSIGNED_BYTE << 8 | dimensions.length);
    for (int dimension : dimensions) {
      right &= found.getInt() == dimension;
    }
    if (!right) {
      throw new UnusableFile("is not an IDX file of dimensions " + Arrays.toString(dimensions));
    }
    return new IdxFile(dimensions, bytes);
  }

  private static byte[] unpack(Path file, Fingerprint fingerprint, int size)
      throws IOException, UnusableFile {
    if (fingerprint.measured() == Fingerprint.Measured.FILE) {
      refuse(fingerprint.problem(file));
    }
    try (InputStream in = Fingerprint.content(file)) {
      byte[] bytes = new byte[size];
      int found = in.readNBytes(bytes, 0, size);
      if (found < size || in.read() >= 0) {
        refuse(fingerprint.problem(file));
        throw new UnusableFile("does not unpack to " + Count.of(size, "byte"));
      }
      if (fingerprint.measured() == Fingerprint.Measured.CONTENT) {
        refuse(fingerprint.problem(bytes));
      }
      return bytes;
    } catch (EOFException | ZipException e) {
      throw new UnusableFile(Fingerprint.unpackProblem(e));
    }
  }

  private static void refuse(Optional<String> problem) throws UnusableFile {
    if (problem.isPresent()) {
      throw new UnusableFile(problem.get());
    }
  }

  /** Where the values start in {@link #bytes}. */
  int offset() {
    return 4 + 4 * dimensions.length;
  }

  /** The number of values. */
  int values() {
    return bytes.length - offset();
  }
}
