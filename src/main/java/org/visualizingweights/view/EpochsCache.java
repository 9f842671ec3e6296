package org.visualizingweights.view;

import java.util.List;
import java.util.Optional;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/**
 * What the epochs of one run came to, in no more rows than a picture has columns: read once for as
 * long as the file stays as it is, however many ask, and at no more than one place at a time.
 *
 * <p>Thread-safe.
 */
final class EpochsCache {
  private final RunFolder folder;
  private Optional<Rows> cached = Optional.empty();

  EpochsCache(RunFolder folder) {
    this.folder = folder;
  }

  private record Rows(List<Optional<FileState>> file, List<EpochMetrics> rows) {}

  /**
   * The epochs that are over.
   *
   * @throws org.visualizingweights.UserError where the file cannot be read
   */
  synchronized List<EpochMetrics> rows() {
    List<Optional<FileState>> now = FileState.all(folder.metricsFile());
    Rows serving =
        cached
            .filter(before -> before.file().equals(now))
            .orElseGet(() -> new Rows(now, folder.metrics(MergedRun.MAX_EPOCHS)));
    cached = Optional.of(serving);
    return serving.rows();
  }
}
