package org.visualizingweights.spark;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives a file another name, and room of its own only where it must have that. */
final class NamedCopy {
  private NamedCopy() {}

  /**
   * Has a second name for a file: a hard link, or, where there can be none, a copy. A symbolic link
   * would do for neither side: Spark sends a file under the name of what a link points to, and what
   * it has fetched goes away.
   */
  static void place(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, name);
    }
  }
}
