package org.visualizingweights.view;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.findings.Finding;
import org.visualizingweights.findings.Findings;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/**
 * What was found about one run, which takes reading all of it: found once for as long as its files
 * stay as they are, however many ask. While a run goes on they never do; then it is found again at
 * an epoch's end, and else so rarely that it takes no more than a twentieth of one processor.
 *
 * <p>Thread-safe.
 */
final class FindingsCache {
  private static final int REST = 20;

  private final RunFolder folder;
  private Optional<Cached> cached = Optional.empty();

  FindingsCache(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * What there was of a run.
   *
   * @param status of the run
   * @param epochs the file that changes as an epoch ends, or is validated
   * @param steps the files that change with each step
   */
  private record FileStates(
      Status status, List<Optional<FileState>> epochs, List<Optional<FileState>> steps) {
    static FileStates of(RunFolder run) {
      Path storage = run.storageFile();
      Path writtenAhead = storage.resolveSibling(storage.getFileName() + "-wal");
      return new FileStates(
          run.manifest().status(),
          FileState.all(run.metricsFile()),
          FileState.all(storage, writtenAhead));
    }
  }

  /** What was found, when, and how long that took, in nanoseconds. */
  private record Cached(FileStates files, List<Finding> findings, long at, long took) {
    boolean serves(FileStates now) {
      boolean young = System.nanoTime() - at < REST * took;
      return files.status() == now.status()
          && files.epochs().equals(now.epochs())
          && (young || files.steps().equals(now.steps()));
    }
  }

  /**
   * What is worth knowing about the run by now.
   *
   * @throws org.visualizingweights.UserError where the run's files cannot be read
   */
  synchronized List<Finding> findings() {
    FileStates now = FileStates.of(folder);
    Cached serving = cached.filter(before -> before.serves(now)).orElseGet(() -> find(now));
    cached = Optional.of(serving);
    return serving.findings();
  }

  private Cached find(FileStates now) {
    long start = System.nanoTime();
    List<Finding> found = Findings.of(folder);
    long end = System.nanoTime();
    return new Cached(now, found, end, end - start);
  }
}
