package org.visualizingweights.run;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;

/**
 * Makes the folder of a new run under a hidden name, and names it when all is in it that it has
 * from its first moment on.
 *
 * @param runs folder of all runs, made if need be
 * @param files the texts of files by their names
 */
record NewFolder(Path runs, Manifest manifest, Map<String, String> files) {
  /** What every file system takes as one folder's name. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[^\\p{Cntrl}/\\\\:*?\"<>|]+");

  /** How the name of a folder begins before its run has one; hidden, so that it is no run yet. */
  private static final String UNNAMED = ".new-";

  /**
   * Makes it.
   *
   * @throws UserError if the run's name cannot be a folder's, or the folder cannot be made
   */
  RunFolder create() {
    Path parent = runs.resolve(plainName());
    String unnamedYet = UNNAMED + ProcessHandle.current().pid() + "-" + System.nanoTime();
    RunFolder unnamed = new RunFolder(parent.resolve(unnamedYet));
    try {
      Files.createDirectories(parent);
      removeAbandoned(parent);
      Files.createDirectory(unnamed.path());
      if (manifest.watched().isEmpty()) {
        Files.createDirectory(unnamed.checkpoints());
      }
      Files.createDirectory(unnamed.charts());
      files.forEach((name, text) -> RunFolder.replace(unnamed.path().resolve(name), text));
      unnamed.write(manifest);
      return new RunFolder(rename(unnamed.path(), RunFolder.NAME.format(manifest.started())));
    } catch (UserError e) {
      discard(unnamed.path());
      throw e;
    } catch (IOException e) {
      discard(unnamed.path());
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

  private String plainName() {
    String name = manifest.experiment().name();
    if (PLAIN_NAME.matcher(name).matches() && RunFolder.staysInItsFolder(name)) {
      return name;
    }
    throw UserError.badInput(
        "\"%s\" cannot be %s, because it cannot be a folder's: %s."
            .formatted(
                name,
                manifest.watched().isPresent() ? "a run's name" : "an experiment's name",
                manifest.watched().isPresent() ? "choose another" : "rename its file"));
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
        Files.delete(entry);
      }
      Files.delete(folder);
    } catch (IOException | DirectoryIteratorException e) {
      // It is hidden, and the next run tries again.
    }
  }

  /** Gives a folder the first name that is free: nothing takes the place of what has files. */
  private static Path rename(Path folder, String name) throws IOException {
    for (int i = 1; ; i++) {
      Path named = folder.resolveSibling(i == 1 ? name : name + "-" + i);
      try {
        return Files.move(folder, named, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.exists(named)) {
          throw e;
        }
      }
    }
  }
}
