package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.report.Scale.Tick;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.report.Strip.RowTick;

/**
 * The strips over sign and power of two: negative values below, zero in the middle, positive values
 * above, the large ones far from zero.
 *
 * @param low power of two of the rows next to zero, which hold all that is smaller too
 * @param high power of two of the outermost rows
 */
record MagnitudeStrips(int low, int high) {
  /** The class of [1, 2); negative numbers have their classes {@code NEGATIVE} higher. */
  private static final int ONE = 127;

  private static final int NEGATIVE = 256;
  private static final int NOT_FINITE = 255;

  /** Rows next to zero for values so rare that they tell nothing are left out. */
  private static final double RARE = 0.01;

  static List<Strip> of(History history) {
    MagnitudeStrips rows = fitting(history);
    return IntStream.range(0, history.settings().vertices().size())
        .mapToObj(
            vertex ->
                rows.strip(history.settings().vertices(), Strips.captures(history, vertex), vertex))
        .toList();
  }

  /** The powers of two that a history needs. */
  private static MagnitudeStrips fitting(History history) {
    int low = ONE;
    int high = -ONE;
    for (Capture capture : history.steps().stream().flatMap(s -> s.captures().stream()).toList()) {
      long rare =
          (long)
              (RARE
                  * IntStream.range(1, NOT_FINITE)
                      .mapToLong(c -> bothSigns(capture.magnitudes(), c))
                      .sum());
      long smaller = 0;
      for (int c = 1; c < NOT_FINITE; c++) {
        long count = bothSigns(capture.magnitudes(), c);
        smaller += count;
        if (count > 0) {
          high = Math.max(high, c - ONE);
          low = smaller > rare ? Math.min(low, c - ONE) : low;
        }
      }
    }
    return high < low ? new MagnitudeStrips(-1, 0) : new MagnitudeStrips(low, high);
  }

  private static long bothSigns(Magnitudes magnitudes, int c) {
    return magnitudes.count(c) + magnitudes.count(NEGATIVE + c);
  }

  private int powers() {
    return high - low + 1;
  }

  private Strip strip(List<String> vertices, List<Capture> captures, int vertex) {
    boolean negative =
        captures.stream().anyMatch(c -> count(c, NEGATIVE + 1, NEGATIVE + NOT_FINITE) > 0);
    int pixels = Strips.rowPixels(vertices.size(), powers() * 3 / 2);
    int below = negative ? powers() : 0;
    int[] rowPixels = new int[below + 1 + powers()];
    Arrays.fill(rowPixels, pixels);
    rowPixels[below] = Math.max(12, pixels);
    List<Outside> outside = captures.stream().map(MagnitudeStrips::outside).toList();
    return new Strip(
        vertices.get(vertex),
        note(captures, outside),
        captures.stream().map(capture -> cells(capture, negative)).toList(),
        rowPixels,
        outside,
        ticks(below, pixels));
  }

  /** The counts of one step, from the most negative to the most positive. */
  private long[] cells(Capture capture, boolean negative) {
    int below = negative ? powers() : 0;
    long[] cells = new long[below + 1 + powers()];
    cells[below] = capture.magnitudes().count(0) + capture.magnitudes().count(NEGATIVE);
    for (int c = 1; c < NOT_FINITE; c++) {
      int distance = 1 + Math.max(0, c - ONE - low);
      if (distance <= powers()) {
        cells[below + distance] += capture.magnitudes().count(c);
        if (negative) {
          cells[below - distance] += capture.magnitudes().count(NEGATIVE + c);
        }
      }
    }
    return cells;
  }

  private static long count(Capture capture, int from, int to) {
    return IntStream.range(from, to).mapToLong(capture.magnitudes()::count).sum();
  }

  private static Outside outside(Capture capture) {
    return new Outside(
        0,
        0,
        capture.magnitudes().count(NOT_FINITE) + capture.magnitudes().count(NEGATIVE + NOT_FINITE),
        count(capture, 0, Magnitudes.CLASSES));
  }

  private static String note(List<Capture> captures, List<Outside> outside) {
    double min =
        captures.stream()
            .mapToDouble(Capture::min)
            .filter(Double::isFinite)
            .min()
            .orElse(Double.NaN);
    double max =
        captures.stream()
            .mapToDouble(Capture::max)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    long all = outside.stream().mapToLong(Outside::all).sum();
    long zeros = captures.stream().mapToLong(Capture::zeros).sum();
    List<String> parts = new ArrayList<>();
    parts.add("from " + Numbers.value(min) + " to " + Numbers.value(max));
    parts.add("exactly zero: " + Numbers.percent((double) zeros / all));
    long brokenSteps = outside.stream().filter(o -> o.broken() > 0).count();
    if (brokenSteps > 0) {
      parts.add(Strips.brokenNote(brokenSteps));
    }
    return String.join("  ·  ", parts);
  }

  /** Zero, and powers of ten as far from each other as their labels need. */
  private List<RowTick> ticks(int below, int pixels) {
    List<RowTick> ticks = new ArrayList<>();
    ticks.add(new RowTick(below + 0.5, "0"));
    double decadePixels = pixels * Math.log(10) / Math.log(2);
    int every = (int) Math.ceil(15.0 * Canvas.DENSITY / decadePixels);
    int clear = (int) Math.ceil(14.0 * Canvas.DENSITY / pixels);
    for (int decade = -45; decade <= 38; decade++) {
      double distance = decade * Math.log(10) / Math.log(2) - low;
      if (Math.floorMod(decade, every) == 0 && distance >= clear && distance <= powers()) {
        Tick tick = Tick.of(Math.pow(10, decade));
        ticks.add(new RowTick(below + 1 + distance, tick.label()));
        if (below > 0) {
          ticks.add(new RowTick(below - distance, "−" + tick.label()));
        }
      }
    }
    return ticks;
  }
}
