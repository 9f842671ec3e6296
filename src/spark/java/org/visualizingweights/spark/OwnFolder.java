package org.visualizingweights.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that was made here, for a while. */
final class OwnFolder {
  private OwnFolder() {}

  /** Removes it with all that lies in it, as far as it can be. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("A part of " + folder + " stays: " + e.getMessage());
    }
  }
}
