package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Figure;
import org.visualizingweights.activations.Moments;
import org.visualizingweights.activations.PowerCounts;
import org.visualizingweights.activations.VertexSum;
import org.visualizingweights.report.AxisScale.Tick;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.report.Strip.RowTick;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.ValueClasses;

/**
 * The strips over sign and power of two: negative values below, zero in the middle, positive values
 * above, the large ones far from zero.
 *
 * @param low power of two of the rows next to zero, which hold all that is smaller too
 * @param high power of two of the outermost rows
 */
record MagnitudeStrips(int low, int high) {
  /** Rows next to zero for values so rare that they tell nothing are left out. */
  private static final double RARE = 0.01;

  /**
   * @param whole all of the columns in one
   */
  static List<Strip> of(List<String> vertices, List<Column> columns, Column whole) {
    MagnitudeStrips rows = fitting(columns);
    return IntStream.range(0, vertices.size())
        .mapToObj(vertex -> rows.strip(vertices, columns, whole.vertices().get(vertex), vertex))
        .toList();
  }

  /** The powers of two that some columns need. */
  private static MagnitudeStrips fitting(List<Column> columns) {
    int low = Float.MAX_EXPONENT;
    int high = Float.MIN_EXPONENT - 1;
    for (VertexSum sum : columns.stream().flatMap(c -> c.vertices().stream()).toList()) {
      PowerCounts sizes = sum.magnitudes().positive().plus(sum.magnitudes().negative());
      long rare = (long) (RARE * sizes.upTo(Float.MAX_EXPONENT));
      long smaller = 0;
      for (int power = sizes.first(); power < sizes.end(); power++) {
        smaller += sizes.at(power);
        if (sizes.at(power) > 0) {
          high = Math.max(high, power);
          low = smaller > rare ? Math.min(low, power) : low;
        }
      }
    }
    return high < low ? new MagnitudeStrips(-1, 0) : new MagnitudeStrips(low, high);
  }

  private int powers() {
    return high - low + 1;
  }

  private Strip strip(List<String> vertices, List<Column> columns, VertexSum whole, int vertex) {
    boolean negative = !whole.magnitudes().negative().isEmpty();
    int pixels = Strips.rowPixels(vertices.size(), powers() * 3 / 2);
    int below = negative ? powers() : 0;
    int[] rowPixels = new int[below + 1 + powers()];
    Arrays.fill(rowPixels, pixels);
    rowPixels[below] = Math.max(12, pixels);
    ValueClasses classes = new ValueClasses(low, negative ? high : low - 1, high);
    return new Strip(
        vertices.get(vertex),
        note(whole),
        columns.stream()
            .map(c -> Strips.perStep(classes.counts(c.vertices().get(vertex)), c.steps()))
            .toList(),
        rowPixels,
        Strips.sums(columns, vertex).stream().map(MagnitudeStrips::outside).toList(),
        ticks(below, pixels));
  }

  private static Outside outside(VertexSum sum) {
    return new Outside(0, 0, sum.notFinite(), sum.total());
  }

  private static String note(VertexSum whole) {
    Moments known = whole.moments().orNaN();
    List<String> parts = new ArrayList<>();
    parts.add("from " + Numbers.value(known.min()) + " to " + Numbers.value(known.max()));
    parts.add(
        "exactly zero: " + Numbers.percent((double) whole.count(Figure.ZEROS) / whole.total()));
    Strips.addNotFinite(parts, whole.stepsNotFinite());
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
