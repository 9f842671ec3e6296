package org.visualizingweights.run;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;

/**
 * Makes a folder under a hidden name, and names it when all is in it that it has from its first
 * moment on.
 */
public final class NewFolder {
  /** How the name of a folder begins before it has one; hidden, so that nobody finds it yet. */
  private static final String UNNAMED = ".new-";

  private NewFolder() {}

  /** Puts into a folder what it has from its first moment on. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path folder) throws IOException;
  }

  /** Gives a folder that is filled its name. */
  private interface Naming {
    Path name(Path folder) throws IOException;
  }

  /**
   * Makes a folder of a name, or, where that is taken, of the first of {@code name-2}, {@code
   * name-3} … that is free.
   *
   * @param parent made if need be
   * @throws UserError if it cannot be made
   */
  public static Path named(Path parent, String name, Filling filling) {
    return make(parent, filling, folder -> firstFree(folder, name));
  }

  /**
   * Makes a folder at a path.
   *
   * @throws UserError if it cannot be made, or there is something already
   */
  static Path at(Path path, Filling filling) {
    return make(path.getParent(), filling, folder -> move(folder, path));
  }

  private static Path make(Path parent, Filling filling, Naming naming) {
    Path unnamed =
        parent.resolve(UNNAMED + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try {
      Files.createDirectories(parent);
      removeAbandoned(parent);
      Files.createDirectory(unnamed);
      filling.fill(unnamed);
      return naming.name(unnamed);
    } catch (UserError e) {
      discard(unnamed);
      throw e;
    } catch (IOException e) {
      discard(unnamed);
      throw UserError.unavailable(
          "Cannot make a folder for the run in %s%s"
              .formatted(
                  parent,
                  FileInTheWay.of(parent)
                      .map(". "::concat)
                      .orElseGet(
                          () ->
                              " (%s). Is the disk full, or not yours to write?"
                                  .formatted(e.getMessage()))),
          e);
    }
  }

  /** Removes what was killed before it got its name, long ago as far as a program is concerned. */
  private static void removeAbandoned(Path parent) throws IOException {
    Instant longAgo = Instant.now().minus(1, ChronoUnit.HOURS);
    try (DirectoryStream<Path> unnamed = Files.newDirectoryStream(parent, UNNAMED + "*")) {
      for (Path folder : unnamed) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(longAgo)) {
          discard(folder);
        }
      }
    }
  }

  /** Removes a folder in which there is nothing yet but what it began with. */
  private static void discard(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          discard(entry);
        } else {
          Files.delete(entry);
        }
      }
      Files.delete(folder);
    } catch (IOException | DirectoryIteratorException e) {
      // It is hidden, and the next run tries again.
    }
  }

  /** Nothing takes the place of what has files. */
  private static Path firstFree(Path folder, String name) throws IOException {
    for (int i = 1; ; i++) {
      Path named = folder.resolveSibling(i == 1 ? name : name + "-" + i);
      try {
        return move(folder, named);
      } catch (FileSystemException e) {
        if (!Files.exists(named)) {
          throw e;
        }
      }
    }
  }

  private static Path move(Path folder, Path named) throws IOException {
    if (Files.exists(named)) { // an empty one would be replaced
      throw new FileAlreadyExistsException(named.toString());
    }
    return Files.move(folder, named, StandardCopyOption.ATOMIC_MOVE);
  }
}
