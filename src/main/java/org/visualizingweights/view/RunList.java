package org.visualizingweights.view;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;

/**
 * The runs of a folder, the newest first. What was read of a run is cached for as long as its files
 * stay as they are, so that the list of ten thousand takes a look at each and no more.
 *
 * <p>Thread-safe.
 */
final class RunList {
  private static final Comparator<RunEntry> NEWEST_FIRST =
      Comparator.comparing((RunEntry entry) -> entry.started().orElse(Instant.MIN))
          .reversed()
          .thenComparing(RunEntry::id);

  /** Of this list among those of all servers. */
  private final String name = Long.toHexString(System.nanoTime());

  private final Runs runs;
  private Map<Path, CachedEntry> cached = Map.of();
  private List<RunEntry> entries = List.of();
  private int changes;

  RunList(Runs runs) {
    this.runs = runs;
  }

  /** What was read of a run, and the states of the files that it was read from. */
  private record CachedEntry(List<Optional<FileState>> files, RunEntry entry) {
    static CachedEntry read(Runs.FoundRun run, List<Optional<FileState>> files) {
      return new CachedEntry(files, RunEntry.read(run));
    }

    /** Whether a run goes on changes with its process, and with no file. */
    boolean serves(List<Optional<FileState>> now) {
      return files.equals(now) && !entry.status().equals(Json.name(Status.RUNNING));
    }
  }

  synchronized List<RunEntry> entries() {
    Map<Path, CachedEntry> now = new HashMap<>();
    for (Runs.FoundRun run : runs.all()) {
      List<Optional<FileState>> files =
          FileState.all(run.folder().manifestFile(), run.folder().metricsFile());
      CachedEntry before = cached.get(run.folder().path());
      now.put(
          run.folder().path(),
          before != null && before.serves(files) ? before : CachedEntry.read(run, files));
    }
    cached = now;
    List<RunEntry> sorted =
        now.values().stream().map(CachedEntry::entry).sorted(NEWEST_FIRST).toList();
    changes += sorted.equals(entries) ? 0 : 1;
    entries = sorted;
    return entries;
  }

  /** The list, with a tag that stays as it is for as long as the list does. */
  synchronized Answer answer() {
    List<RunEntry> now = entries();
    return Answer.json("\"%s-%s\"".formatted(name, changes), Json.of(now));
  }
}
