package org.visualizingweights.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.visualizingweights.UserError;

/** Reads files that may come from anybody: of a pipe, or of too much, nothing is waited for. */
final class SmallFile {
  private SmallFile() {}

  /**
   * Reads a file.
   *
   * @param most bytes that it may have
   * @param what it should be, as in "the settings of a run"
   * @throws UserError where it has more
   */
  static byte[] read(Path file, int most, String what) throws IOException {
    try (InputStream in = open(file, most, what)) {
      return in.readAllBytes();
    }
  }

  /**
   * Opens a file, to be read piece by piece.
   *
   * @param most bytes that it may have
   * @param what it should be
   * @throws UserError where it has more, which turns out as it is read
   */
  static InputStream open(Path file, int most, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "no plain file");
    }
    return new Limited(
        Files.newInputStream(file),
        most,
        () -> UserError.unavailable("%s is too large to be %s".formatted(file, what)));
  }

  /** What fails after so many bytes. */
  private static final class Limited extends FilterInputStream {
    private final Supplier<UserError> tooLarge;
    private long left;

    Limited(InputStream in, int most, Supplier<UserError> tooLarge) {
      super(in);
      this.left = most;
      this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw tooLarge.get();
      }
      return count;
    }
  }
}
