package org.visualizingweights.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "no plain file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw UserError.unavailable("%s is too large to be %s".formatted(file, what));
      }
      return bytes;
    }
  }
}
