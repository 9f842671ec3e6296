package org.visualizingweights.view;

import java.util.OptionalInt;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.storage.StorageReader.Extent;

/**
 * A span of iterations, in columns.
 *
 * @param from first iteration that is wanted
 * @param to last iteration that is wanted
 * @param per iterations to a column, a power of two; a column starts at a multiple of it, so that
 *     the first and the last column may reach beyond what is wanted
 */
record Viewport(int from, int to, int per) {

  /** The most columns that one answer has. */
  static final int MAX_COLUMNS = 1000;

  /** The most numbers that one answer has: about 1 MB when compressed. */
  private static final int MAX_NUMBERS = 280_000;

  /** What a vertex has besides its bins. */
  private static final int NUMBERS_BESIDES_BINS = 12;

  /**
   * What is asked for, before it is known what there is.
   *
   * @param from first iteration; by default the first that was captured
   * @param to last iteration; by default, and at most, the last that was captured
   * @param width the most columns
   * @param per the least iterations to a column
   */
  record Request(OptionalInt from, OptionalInt to, int width, int per) {
    /** A whole run in as many columns as there may be. */
    static final Request ALL =
        new Request(OptionalInt.empty(), OptionalInt.empty(), MAX_COLUMNS, 1);

    /** The viewport with the finest columns that this allows. */
    Viewport in(CaptureSettings settings, Extent extent) {
      int first = from.orElse(extent.first());
      int last = Math.min(to.orElse(extent.last()), extent.last());
      int numbers = settings.vertices().size() * (settings.bins() + NUMBERS_BESIDES_BINS);
      int most = Math.min(width, Math.max(1, MAX_NUMBERS / numbers));
      Viewport viewport = new Viewport(first, last, per);
      while (viewport.columns() > most) {
        viewport = new Viewport(first, last, viewport.per() * 2);
      }
      return viewport;
    }
  }

  /** All that there may ever be. */
  static Viewport everything(int per) {
    return new Viewport(0, Integer.MAX_VALUE, per);
  }

  /** How many columns it spans. */
  int columns() {
    return to / per - from / per + 1;
  }

  /** The first iteration of the first column. */
  int firstIteration() {
    return from / per * per;
  }

  /** The last iteration of the last column. */
  int lastIteration() {
    return (int) Math.min(((long) to / per + 1) * per - 1, Integer.MAX_VALUE);
  }
}
