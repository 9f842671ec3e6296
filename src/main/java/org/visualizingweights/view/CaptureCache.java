package org.visualizingweights.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.storage.StorageReader.Extent;

/**
 * The captures of one run, in columns of any length.
 *
 * <p>A first look reads all of them and keeps them in {@link CachedColumns}; what is finer than
 * these is read from the storage again. New steps of a run that goes on are added as they come.
 * Where a step was captured again, or the file is another one, everything is read anew.
 *
 * <p>Thread-safe.
 */
final class CaptureCache {
  private final Path file;
  private Optional<Loaded> loaded = Optional.empty();

  /**
   * @param file storage of the run
   */
  CaptureCache(Path file) {
    this.file = file;
  }

  /**
   * Some columns of a run.
   *
   * @param viewport that they cover
   * @param problems what could not be read, a sentence each
   */
  record Excerpt(Viewport viewport, Columns columns, List<String> problems) {}

  /** What is in memory, and of what it was read. */
  private record Loaded(Object fileKey, Extent extent, CachedColumns cached) {}

  /**
   * Merges steps to columns.
   *
   * @throws UserError where the storage cannot be read, or has no captures yet
   */
  synchronized Excerpt columns(Viewport.Request request) {
    try (CaptureReader reader = CaptureReader.open(file)) {
      Loaded now = refreshed(reader);
      Viewport viewport = request.in(reader.settings(), now.extent());
      Columns cached = now.cached().columns();
      Columns columns =
          viewport.per() >= cached.per() ? cached.merged(viewport) : read(reader, viewport);
      return new Excerpt(viewport, columns, now.cached().problems());
    }
  }

  /**
   * All steps by now, in the finest columns that are kept; none where nothing is captured yet.
   *
   * @throws UserError where the storage cannot be read
   */
  synchronized Columns all() {
    try (CaptureReader reader = CaptureReader.open(file)) {
      if (reader.extent().isEmpty()) {
        return new Columns(reader.settings(), 1);
      }
      Columns cached = refreshed(reader).cached().columns();
      return cached.merged(Viewport.everything(cached.per()));
    }
  }

  /**
   * The steps of a span by now, read from the file and not kept, in the finest columns that could
   * be; none where nothing is captured there.
   *
   * @throws UserError where the storage cannot be read
   */
  static Columns between(Path file, int from, int to) {
    try (CaptureReader reader = CaptureReader.open(file)) {
      return reader
          .extent()
          .map(
              all ->
                  new Extent(Math.max(from, all.first()), Math.min(to, all.last()), all.written()))
          .filter(part -> part.first() <= part.last())
          .map(part -> CachedColumns.load(file, reader.settings(), part).columns())
          .orElseGet(() -> new Columns(reader.settings(), 1));
    }
  }

  /**
   * The last steps of a run, read from its file and not kept.
   *
   * @throws UserError where the storage cannot be read, or has no captures yet
   */
  static Excerpt last(Path file, int steps) {
    try (CaptureReader reader = CaptureReader.open(file)) {
      int last = extent(reader).last();
      Viewport viewport = new Viewport(Math.max(0, last + 1 - steps), last, 1);
      return new Excerpt(viewport, read(reader, viewport), List.of());
    }
  }

  private static Extent extent(CaptureReader reader) {
    return reader
        .extent()
        .orElseThrow(() -> UserError.unavailable("Nothing has been captured in this run yet."));
  }

  private static Columns read(CaptureReader reader, Viewport viewport) {
    Columns columns = new Columns(reader.settings(), viewport.per());
    reader.read(viewport.firstIteration(), viewport.lastIteration(), columns::add);
    return columns;
  }

  private Loaded refreshed(CaptureReader reader) {
    Extent extent = extent(reader);
    Object key = fileKey();
    Loaded now =
        loaded
            .filter(old -> old.fileKey().equals(key))
            .filter(old -> old.cached().settings().equals(reader.settings()))
            .filter(old -> old.extent().last() <= extent.last())
            .filter(old -> old.extent().written() <= extent.written())
            .filter(old -> extend(old, reader, extent))
            .map(old -> new Loaded(key, extent, old.cached()))
            .orElseGet(
                () -> new Loaded(key, extent, CachedColumns.load(file, reader.settings(), extent)));
    loaded = Optional.of(now);
    return now;
  }

  /** Adds what was written since; false where a step was captured again. */
  private boolean extend(Loaded old, CaptureReader reader, Extent extent) {
    if (old.extent().equals(extent)) {
      return true;
    }
    loaded = Optional.empty(); // until it is extended as a whole
    int[] again = {0};
    List<String> problems =
        reader.readWritten(
            old.extent(), extent, step -> again[0] += old.cached().add(step) ? 0 : 1);
    old.cached().add(problems);
    return again[0] == 0;
  }

  /** Tells a file from another one that took its place. */
  private Object fileKey() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.ofNullable(attributes.fileKey()).orElse(attributes.creationTime());
    } catch (IOException e) {
      throw UserError.unavailable("cannot read " + file + ": " + e, e);
    }
  }
}
