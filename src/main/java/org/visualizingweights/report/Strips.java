package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.report.Scale.Tick;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.report.Strip.RowTick;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.VertexSum;

/** The strips of the histograms over the range of the settings. */
final class Strips {
  /** How high a strip should be, in device pixels; many vertices have less each. */
  private static final int HIGH = 200;

  private static final int LOW = 100;

  private Strips() {}

  static List<Strip> of(CaptureSettings settings, List<Column> columns) {
    return IntStream.range(0, settings.vertices().size())
        .mapToObj(vertex -> strip(settings, columns, vertex))
        .toList();
  }

  /** The height of each of so many rows, in device pixels: together about that of a strip. */
  static int rowPixels(int vertices, int rows) {
    return Math.max(1, (int) Math.round((vertices > 10 ? LOW : HIGH) / (double) rows));
  }

  private static Strip strip(CaptureSettings settings, List<Column> columns, int vertex) {
    List<VertexSum> sums = sums(columns, vertex);
    int[] rowPixels = new int[settings.bins()];
    Arrays.fill(rowPixels, rowPixels(settings.vertices().size(), settings.bins()));
    return new Strip(
        settings.vertices().get(vertex),
        note(settings, sums),
        columns.stream().map(c -> perStep(c.vertices().get(vertex).bins(), c.steps())).toList(),
        rowPixels,
        sums.stream().map(Strips::outside).toList(),
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
    return new Outside(sum.below(), sum.above(), sum.nans() + sum.infinities(), sum.total());
  }

  private static List<RowTick> ticks(CaptureSettings settings) {
    Scale scale = new Scale.Linear(settings.low(), settings.high());
    return scale.ticks(2).stream()
        .map(tick -> new RowTick(scale.at(tick.value()) * settings.bins(), tick.label()))
        .toList();
  }

  private static String note(CaptureSettings settings, List<VertexSum> sums) {
    List<String> parts = new ArrayList<>();
    parts.add(
        share(
            "above " + Tick.of(settings.high()).label(),
            sums,
            VertexSum::above,
            VertexSum::mostAbove));
    if (sums.stream().anyMatch(sum -> sum.below() > 0)) {
      parts.add(
          share(
              "below " + Tick.of(settings.low()).label(),
              sums,
              VertexSum::below,
              VertexSum::mostBelow));
    }
    addBroken(parts, sums);
    return String.join("  ·  ", parts);
  }

  /** Adds at how many steps something was not finite, where it was. */
  static void addBroken(List<String> parts, List<VertexSum> sums) {
    long steps = sums.stream().mapToLong(VertexSum::stepsNotFinite).sum();
    if (steps > 0) {
      parts.add("NaN or infinite at " + Numbers.count(steps) + (steps == 1 ? " step" : " steps"));
    }
  }

  private static String share(
      String where,
      List<VertexSum> sums,
      ToLongFunction<VertexSum> part,
      ToDoubleFunction<VertexSum> largest) {
    long all = sums.stream().mapToLong(VertexSum::total).sum();
    long there = sums.stream().mapToLong(part).sum();
    if (there == 0) {
      return where + ": none";
    }
    double most = sums.stream().mapToDouble(largest).max().orElse(0);
    return "%s: %s on average, %s at most"
        .formatted(where, Numbers.percent((double) there / all), Numbers.percent(most));
  }
}
