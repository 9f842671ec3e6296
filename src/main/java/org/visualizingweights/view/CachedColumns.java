package org.visualizingweights.view;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;
import org.visualizingweights.host.Threads;
import org.visualizingweights.storage.StorageReader.Extent;

/**
 * All captured steps of a run, in memory: in columns, each of which is as many steps as it takes
 * for all of them to fit. In a short run that is one step.
 */
final class CachedColumns {
  /** About 32 MB. */
  private static final int MAX_NUMBERS = 1 << 22;

  /** 256 MB, where as many columns as a chart has pixels would need more than those. */
  private static final int MOST_NUMBERS = 1 << 25;

  /** As many as a chart has pixels: a step each, as long as there are no more. */
  private static final int MIN_COUNT = 2200;

  private static final int MAX_COUNT = 8192;

  /** What a vertex has besides its bins: powers of two, mostly. */
  private static final int NUMBERS_BESIDES_BINS = 100;

  private static final int WORTH_TWO_THREADS = 2000;
  private static final int MAX_PROBLEMS = 20;

  private final List<String> problems = new ArrayList<>();
  private Columns columns;
  private int last = -1;

  private CachedColumns(CaptureSettings settings, int per) {
    this.columns = new Columns(settings, per);
  }

  /**
   * Reads all steps, on several threads where there are many.
   *
   * @throws org.visualizingweights.UserError where the storage cannot be read
   */
  static CachedColumns load(Path file, CaptureSettings settings, Extent extent) {
    int span = extent.last() - extent.first();
    int captured = span / settings.every() + 1;
    int per = 1;
    while (Math.min(captured, span / per + 1) > maxCount(settings)) {
      per *= 2;
    }
    int parts = captured < WORTH_TWO_THREADS ? 1 : Threads.count();
    long length = (span / parts / per + 1L) * per;
    long start = (long) extent.first() / per * per;
    CachedColumns whole = new CachedColumns(settings, per);
    CachedColumns[] read = new CachedColumns[parts];
    Threads.share(
        parts,
        i -> {
          long from = start + i * length;
          read[i] = part(file, whole, from, Math.min(from + length - 1, extent.last()));
        });
    Stream.of(read).forEach(whole::append);
    return whole;
  }

  private static CachedColumns part(Path file, CachedColumns whole, long from, long to) {
    CachedColumns part = new CachedColumns(whole.settings(), whole.columns.per());
    try (CaptureReader reader = CaptureReader.open(file)) {
      part.add(reader.read((int) from, (int) to, part::add));
    }
    return part;
  }

  private void append(CachedColumns later) {
    columns.addAll(later.columns);
    last = Math.max(last, later.last);
    add(later.problems);
  }

  /**
   * Adds a step.
   *
   * @return false where it is not later than all before, and was not added
   */
  boolean add(Step step) {
    if (step.iteration() <= last) {
      return false;
    }
    last = step.iteration();
    columns.add(step);
    if (columns.size() > maxCount(settings())) {
      columns = columns.merged(Viewport.everything(2 * columns.per()));
    }
    return true;
  }

  /** Adds problems; those beyond the first few say nothing new. */
  void add(List<String> more) {
    more.stream().limit(MAX_PROBLEMS - problems.size()).forEach(problems::add);
  }

  private static int maxCount(CaptureSettings settings) {
    int each = settings.vertices().size() * (settings.bins() + NUMBERS_BESIDES_BINS);
    int fitting = Math.max(MIN_COUNT, Math.min(MAX_NUMBERS / each, MAX_COUNT));
    return Math.max(1, Math.min(fitting, MOST_NUMBERS / each));
  }

  CaptureSettings settings() {
    return columns.settings();
  }

  Columns columns() {
    return columns;
  }

  /** What could not be read, a sentence each. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
