package org.visualizingweights.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;

/** The runs of a folder: {@code <experiment>/<start>}, by that as their id. */
final class RunFinder {
  private final Path runs;

  RunFinder(Path runs) {
    this.runs = runs;
  }

  /** A folder that holds a run, or what is left of one. */
  record Found(String id, Path path) {}

  /** All runs, in no order; none where there is no such folder. */
  List<Found> all() {
    List<Found> found = new ArrayList<>();
    for (Path experiment : folders(runs)) {
      for (Path run : folders(experiment)) {
        if (Files.exists(run.resolve("manifest.json")) || Files.exists(run.resolve("storage.db"))) {
          found.add(new Found(experiment.getFileName() + "/" + run.getFileName(), run));
        }
      }
    }
    return found;
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // not ours to read, or just removed
    }
  }

  /**
   * The folder of a run.
   *
   * @throws UserError where there is none of that id; nothing outside of the folder is ever found
   */
  RunFolder find(String id) {
    String[] names = id.split("/", -1);
    if (names.length == 2 && plain(names[0]) && plain(names[1])) {
      Path path = runs.resolve(names[0]).resolve(names[1]);
      if (Files.isDirectory(path)) {
        return RunFolder.open(path);
      }
    }
    throw UserError.unavailable("There is no run \"%s\" in %s.".formatted(id, runs));
  }

  /** Whether a name can only be that of something right inside a folder. */
  private static boolean plain(String name) {
    try {
      Path path = Path.of(name);
      return !path.isAbsolute()
          && path.getNameCount() == 1
          && path.toString().equals(name)
          && !name.isEmpty()
          && !name.matches("\\.+");
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
