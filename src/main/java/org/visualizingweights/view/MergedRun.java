package org.visualizingweights.view;

import java.util.List;
import org.visualizingweights.UserError;
import org.visualizingweights.findings.Finding;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;

/**
 * A run as it is shown, be it on the page, in a file, as a chart or in words: read and merged once
 * for all of them, and kept, in some tens of megabytes however long the run is.
 *
 * <p>Thread-safe.
 */
public final class MergedRun {
  /** The most rows that epochs are told in; where they are more, a row is of several. */
  public static final int MAX_EPOCHS = Viewport.MAX_COLUMNS;

  private final RunFolder folder;
  private final CaptureCache captures;
  private final FindingsCache findings;
  private final EpochsCache epochs;

  /** Of a run that may still go on; reads nothing yet. */
  public MergedRun(RunFolder folder) {
    this.folder = folder;
    this.captures = new CaptureCache(folder.storageFile());
    this.findings = new FindingsCache(folder);
    this.epochs = new EpochsCache(folder);
  }

  public RunFolder folder() {
    return folder;
  }

  /**
   * All that was captured so far, in the finest columns that are kept: of one step each in a short
   * run.
   *
   * @throws UserError where the storage cannot be read
   */
  public Columns columns() {
    return captures.all();
  }

  /**
   * What was captured between two iterations, both included, in the finest columns that could be
   * kept.
   *
   * @throws UserError where the storage cannot be read
   */
  public Columns columns(int from, int to) {
    return CaptureCache.between(folder.storageFile(), from, to);
  }

  /** The captures of some steps, merged. */
  CaptureCache.Excerpt columns(Viewport.Request request) {
    return captures.columns(request);
  }

  /**
   * What the epochs came to that are over, in order and in no more than {@link #MAX_EPOCHS} rows.
   *
   * @throws UserError where the file cannot be read
   */
  public List<EpochMetrics> epochs() {
    return epochs.rows();
  }

  /**
   * What is worth knowing about the run by now.
   *
   * @throws UserError where the run's files cannot be read
   */
  public List<Finding> findings() {
    return findings.findings();
  }
}
