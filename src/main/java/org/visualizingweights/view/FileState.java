package org.visualizingweights.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What tells, without reading it, that a file has changed or another one has taken its place. */
record FileState(Optional<Object> key, long size, FileTime modified) {

  /** The states of some files; empty of one that is not there, which is a state, too. */
  static List<Optional<FileState>> all(Path... files) {
    return Stream.of(files).map(FileState::of).toList();
  }

  private static Optional<FileState> of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new FileState(Optional.ofNullable(now.fileKey()), now.size(), now.lastModifiedTime()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
