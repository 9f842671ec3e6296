package org.visualizingweights.report;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.Arrays;

/**
 * How much of each pixel a shape covers, of all that it winds around, however often.
 *
 * <p>Each row of pixels has some lines of samples, and what a line has within the shape is measured
 * exactly.
 */
final class Coverage {
  private static final int LINES_A_ROW = 8;

  /** In pixels: what a curve may differ from the straight lines that are taken for it. */
  private static final double FLATNESS = 0.02;

  private final Rectangle bounds;
  private final Crossings[] lines;

  /**
   * @param bounds the pixels that count; outside of them, nothing of the shape does
   */
  Coverage(Shape shape, Rectangle bounds) {
    this.bounds = bounds;
    this.lines = new Crossings[bounds.height * LINES_A_ROW];
    Arrays.setAll(lines, line -> new Crossings());
    add(shape.getPathIterator(null, FLATNESS));
  }

  /**
   * Measures a row.
   *
   * @param y from 0, the upper one of the bounds
   * @return the share of each of its pixels, from 0 to 1
   */
  double[] row(int y) {
    double[] covered = new double[bounds.width];
    for (int line = y * LINES_A_ROW; line < (y + 1) * LINES_A_ROW; line++) {
      lines[line].addTo(covered, 1.0 / LINES_A_ROW);
    }
    return covered;
  }

  private void add(PathIterator outline) {
    double[] point = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (; !outline.isDone(); outline.next()) {
      if (outline.currentSegment(point) == PathIterator.SEG_LINETO) {
        edge(x, y, point[0], point[1]);
        x = point[0];
        y = point[1];
        continue;
      }
      edge(x, y, startX, startY);
      x = startX;
      y = startY;
      if (outline.currentSegment(point) == PathIterator.SEG_MOVETO) {
        startX = x = point[0];
        startY = y = point[1];
      }
    }
    edge(x, y, startX, startY);
  }

  private void edge(double x1, double y1, double x2, double y2) {
    double upper = Math.min(y1, y2);
    double lower = Math.max(y1, y2);
    int first = Math.max(0, lineFrom(upper));
    int end = Math.min(lines.length, lineFrom(lower));
    for (int line = first; line < end; line++) {
      double y = bounds.y + (line + 0.5) / LINES_A_ROW;
      lines[line].add(x1 + (y - y1) * (x2 - x1) / (y2 - y1) - bounds.x, y1 < y2);
    }
  }

  /** The first line of samples at this height or below. */
  private int lineFrom(double y) {
    return (int) Math.ceil((y - bounds.y) * LINES_A_ROW - 0.5);
  }

  /** Where outlines cross one line of samples. */
  private static final class Crossings {
    /** So finely places are told apart, in parts of a pixel. */
    private static final double FINE = 1 << 16;

    /** The place, and in the last bit whether the outline goes down there. */
    private long[] sorted = {};

    private int count;

    void add(double x, boolean down) {
      if (count == sorted.length) {
        sorted = Arrays.copyOf(sorted, Math.max(4, 2 * count));
      }
      sorted[count++] = Math.round(x * FINE) << 1 | (down ? 1 : 0);
    }

    void addTo(double[] covered, double weight) {
      Arrays.sort(sorted, 0, count);
      int winding = 0;
      for (int i = 0; i < count; i++) {
        int before = winding;
        winding += (sorted[i] & 1) == 1 ? 1 : -1;
        if (before != 0) {
          addSpan(x(i - 1), x(i), covered, weight);
        }
      }
    }

    private double x(int crossing) {
      return (sorted[crossing] >> 1) / FINE;
    }

    private static void addSpan(double from, double to, double[] covered, double weight) {
      double left = Math.max(0, from);
      double right = Math.min(covered.length, to);
      for (int x = (int) left; x < right; x++) {
        covered[x] += weight * (Math.min(x + 1, right) - Math.max(x, left));
      }
    }
  }
}
