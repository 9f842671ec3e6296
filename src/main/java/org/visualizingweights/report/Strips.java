package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Figure;
import org.visualizingweights.activations.VertexSum;
import org.visualizingweights.report.AxisScale.Tick;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.report.Strip.RowTick;
import org.visualizingweights.view.Column;

/** The strips of the histograms over the range of the settings. */
final class Strips {
  /** How high a strip should be, in device pixels; many vertices have less each. */
  private static final int HIGH = 200;

  private static final int LOW = 100;

  /** The part of a strip's height that a label needs. */
  private static final double CLEAR = 0.2;

  private Strips() {}

  /**
   * @param whole all of the columns in one
   */
  static List<Strip> of(CaptureSettings settings, List<Column> columns, Column whole) {
    return IntStream.range(0, settings.vertices().size())
        .mapToObj(vertex -> strip(settings, columns, whole, vertex))
        .toList();
  }

  /** The height of each of so many rows, in device pixels: together about that of a strip. */
  static int rowPixels(int vertices, int rows) {
    return Math.max(1, (int) Math.round((vertices > 10 ? LOW : HIGH) / (double) rows));
  }

  private static Strip strip(
      CaptureSettings settings, List<Column> columns, Column whole, int vertex) {
    int[] rowPixels = new int[settings.bins()];
    Arrays.fill(rowPixels, rowPixels(settings.vertices().size(), settings.bins()));
    return new Strip(
        settings.vertices().get(vertex),
        note(settings, whole.vertices().get(vertex)),
        columns.stream().map(c -> perStep(c.vertices().get(vertex).bins(), c.steps())).toList(),
        rowPixels,
        sums(columns, vertex).stream().map(Strips::outside).toList(),
        ticks(settings));
  }

  /** What one vertex did, column by column. */
  static List<VertexSum> sums(List<Column> columns, int vertex) {
    return columns.stream().map(column -> column.vertices().get(vertex)).toList();
  }

  static double[] perStep(long[] counts, int steps) {
    return LongStream.of(counts).mapToDouble(count -> (double) count / steps).toArray();
  }

  private static Outside outside(VertexSum sum) {
    return new Outside(
        sum.count(Figure.BELOW), sum.count(Figure.ABOVE), sum.notFinite(), sum.total());
  }

  /** Both ends, and round values between them that are clear of these. */
  private static List<RowTick> ticks(CaptureSettings settings) {
    AxisScale scale = new AxisScale.Linear(settings.low(), settings.high());
    Stream<Tick> between =
        scale.ticks(2).stream()
            .filter(tick -> Math.abs(scale.at(tick.value()) - 0.5) <= 0.5 - CLEAR);
    return Stream.concat(Stream.of(Tick.of(settings.low()), Tick.of(settings.high())), between)
        .sorted(Comparator.comparingDouble(Tick::value))
        .map(tick -> new RowTick(scale.at(tick.value()) * settings.bins(), tick.label()))
        .toList();
  }

  private static String note(CaptureSettings settings, VertexSum whole) {
    List<String> parts = new ArrayList<>();
    String above = "above " + Tick.of(settings.high()).label();
    String below = "below " + Tick.of(settings.low()).label();
    parts.add(share(above, whole.count(Figure.ABOVE), whole.mostAbove(), whole.total()));
    if (whole.count(Figure.BELOW) > 0) {
      parts.add(share(below, whole.count(Figure.BELOW), whole.mostBelow(), whole.total()));
    }
    addNotFinite(parts, whole.stepsNotFinite());
    return String.join("  ·  ", parts);
  }

  private static String share(String where, long part, double most, long all) {
    return part == 0
        ? where + ": none"
        : "%s: %s on average, %s at most"
            .formatted(where, Numbers.percent((double) part / all), Numbers.percent(most));
  }

  /** Adds at how many steps something was not finite, where it was. */
  static void addNotFinite(List<String> parts, int steps) {
    if (steps > 0) {
      parts.add("NaN or infinite at " + Count.of(steps, "step"));
    }
  }
}
