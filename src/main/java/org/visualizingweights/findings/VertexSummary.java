package org.visualizingweights.findings;

import java.util.OptionalInt;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.Magnitudes;

/** How a vertex went on from its first captured step, window by window. */
final class VertexSummary {
  /** Captured steps that are taken together. */
  static final int WINDOW = 16;

  /**
   * The growth of activations that is more than drift. Behind batch norm, sizes change by less than
   * half in a healthy run; a learning rate of 1 makes them 7 to 700 times as large.
   */
  static final double EXPLODED = 4;

  /** The share of activations, of those that were not close to zero, that a collapse leaves. */
  static final double COLLAPSED = 0.25;

  /** The share of activations close to zero without which nothing has collapsed. */
  static final double NEARLY_ALL = 0.9;

  /** Powers of two between the size at the start and what counts as close to zero. */
  private static final int CLOSE_TO_ZERO = 2;

  private final String vertex;
  private final Window start = new Window();
  private Window current = new Window();
  private Window latest = start;
  private Window largest = start;
  private double farthest;
  private long notFinite;
  private OptionalInt firstNotFinite = OptionalInt.empty();
  private OptionalInt firstExploded = OptionalInt.empty();
  private OptionalInt collapsedSince = OptionalInt.empty();

  VertexSummary(String vertex) {
    this.vertex = vertex;
  }

  void add(int iteration, Capture capture) {
    if (start.steps() == 0) {
      start.add(iteration, capture);
    }
    current.add(iteration, capture);
    notFinite += capture.notFinite();
    if (notFinite > 0 && firstNotFinite.isEmpty()) {
      firstNotFinite = OptionalInt.of(iteration);
    }
    if (firstExploded.isEmpty() && growth(capture.rms()) >= EXPLODED) {
      firstExploded = OptionalInt.of(iteration);
    }
    if (current.steps() == WINDOW) {
      close();
    }
  }

  /**
   * To be called after the last step: less than a window counts only where there is no whole one.
   */
  void end() {
    if (latest == start && current.steps() > 0) {
      close();
    }
  }

  private void close() {
    latest = current;
    current = new Window();
    farthest = Math.max(farthest, distance());
    if (!(latest.sum().rms() <= largest.sum().rms())) {
      largest = latest;
    }
    if (!hasCollapsed()) {
      collapsedSince = OptionalInt.empty();
    } else if (collapsedSince.isEmpty()) {
      collapsedSince = OptionalInt.of(latest.first());
    }
  }

  private boolean hasCollapsed() {
    double close = closeToZero();
    double before = closeToZeroAtStart();
    return before < 1 && close >= NEARLY_ALL && 1 - close <= COLLAPSED * (1 - before);
  }

  String vertex() {
    return vertex;
  }

  /** The first captured step. */
  Window start() {
    return start;
  }

  /** The last whole window. */
  Window latest() {
    return latest;
  }

  /** The window with the largest activations. */
  Window largest() {
    return largest;
  }

  /**
   * The distance of the distribution from its start in the window where it was farthest, 0 to 1.
   */
  double farthest() {
    return farthest;
  }

  /** The same in the last window. */
  double distance() {
    return magnitudes(latest).distance(magnitudes(start));
  }

  /** The distance from the start, which is of one batch, at which nothing need have changed. */
  double distanceByChance() {
    return magnitudes(start).distanceByChance();
  }

  /** How many times as large as at the start activations became. */
  double growth() {
    return growth(largest.sum().rms());
  }

  /** NaN where all activations were zero. */
  private double growth(double rms) {
    double before = start.sum().rms();
    return before > 0 ? rms / before : Double.NaN;
  }

  /** The first step whose activations had exploded. */
  OptionalInt firstExploded() {
    return growth() >= EXPLODED ? firstExploded : OptionalInt.empty();
  }

  /** The first step of the collapse that lasts to the end. */
  OptionalInt collapsedSince() {
    return collapsedSince;
  }

  /** Number of activations that were NaN or infinite. */
  long notFinite() {
    return notFinite;
  }

  /** The first step with such activations. */
  OptionalInt firstNotFinite() {
    return firstNotFinite;
  }

  /** The share of activations in the last window that are small beside those of the start. */
  double closeToZero() {
    return magnitudes(latest).shareBelow(smallExponent());
  }

  double closeToZeroAtStart() {
    return magnitudes(start).shareBelow(smallExponent());
  }

  /** The magnitude below which an activation is close to zero: a power of two. */
  double small() {
    return Math.scalb(1.0, smallExponent());
  }

  private int smallExponent() {
    return Math.getExponent(start.sum().rms()) - CLOSE_TO_ZERO;
  }

  private static Magnitudes magnitudes(Window window) {
    return window.sum().magnitudes();
  }
}
