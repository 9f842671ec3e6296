package org.visualizingweights.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;

/** The runs of a folder by their ids, {@code <experiment>/<start>}, as they are on the disk now. */
final class Runs {
  private final Path folder;

  Runs(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** The ids of all runs, newest first; no file of theirs is read. */
  List<String> ids() {
    List<Path> found = new ArrayList<>();
    for (Path experiment : folders(folder)) {
      found.addAll(folders(experiment));
    }
    return found.stream()
        .sorted(Comparator.comparing((Path run) -> run.getFileName().toString()).reversed())
        .map(run -> run.getParent().getFileName() + "/" + run.getFileName())
        .filter(id -> find(id).isPresent())
        .toList();
  }

  /** The run of an id, which may come from anywhere. */
  Optional<RunFolder> find(String id) {
    String[] names = id.split("/", -1);
    if (names.length != 2 || !plain(names[0]) || !plain(names[1])) {
      return Optional.empty();
    }
    try {
      return Optional.of(RunFolder.open(folder.resolve(names[0]).resolve(names[1])));
    } catch (UserError | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean plain(String name) {
    return !name.isEmpty() && !name.equals(".") && !name.equals("..") && !name.contains("\\");
  }

  private static List<Path> folders(Path parent) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // No runs yet, or none any more.
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException("cannot list " + parent, e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + parent, e);
    }
    return found;
  }
}
