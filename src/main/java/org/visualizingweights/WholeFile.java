package org.visualizingweights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes files that are there whole or not at all, whatever happens meanwhile. */
public final class WholeFile {
  /** What a file is called while it is being written, behind its name. */
  public static final String PART = ".part";

  private WholeFile() {}

  /** Writes what a file holds. */
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, or replaces it. Readers see the old one or the new one, never a part; and it is
   * on the disk before it gets its name, as else a crash of the machine might leave the name on an
   * empty file. Nothing is written through a link: it could lead anywhere. A thread that is
   * interrupted writes it as well: no channel is used, which would close itself.
   */
  public static void write(Path file, Writer content) throws IOException {
    Path part = part(file);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  LinkOption.NOFOLLOW_LINKS))) {
        content.writeTo(out);
      }
      sync(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Waits until a file is on the disk; what opened it before does not matter. */
  private static void sync(Path file) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.getFD().sync();
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  /** Why a file could not be written, whole or in part, and what to do. */
  public static UserError cannotWrite(Path file, IOException cause) {
    String cure =
        Stream.of(file, part(file))
            .filter(Files::isDirectory)
            .findFirst()
            .map(folder -> folder + " is a folder: give it another name.")
            .or(() -> FileInTheWay.of(file.toAbsolutePath().getParent()))
            .orElse("Is the disk full, or the folder gone or read-only?");
    return UserError.unavailable(
        "Cannot write %s (%s). %s".formatted(file, reason(cause), cure), cause);
  }

  private static String reason(IOException cause) {
    Optional<String> reason =
        Optional.ofNullable(
            cause instanceof FileSystemException failed ? failed.getReason() : cause.getMessage());
    return reason.orElse(cause.getClass().getSimpleName());
  }
}
