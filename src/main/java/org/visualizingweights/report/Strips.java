package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.History;
import org.visualizingweights.report.Scale.Tick;
import org.visualizingweights.report.Strip.Outside;
import org.visualizingweights.report.Strip.RowTick;

/** The strips of the histograms over the range of the settings. */
final class Strips {
  /** How high a strip should be, in device pixels; many vertices have less each. */
  private static final int HIGH = 200;

  private static final int LOW = 100;

  private Strips() {}

  static List<Strip> of(History history) {
    return IntStream.range(0, history.settings().vertices().size())
        .mapToObj(vertex -> strip(history, vertex))
        .toList();
  }

  /** The height of each of so many rows, in device pixels: together about that of a strip. */
  static int rowPixels(int vertices, int rows) {
    return Math.max(1, (int) Math.round((vertices > 10 ? LOW : HIGH) / (double) rows));
  }

  private static Strip strip(History history, int vertex) {
    CaptureSettings settings = history.settings();
    List<Capture> captures = captures(history, vertex);
    int[] rowPixels = new int[settings.bins()];
    Arrays.fill(rowPixels, rowPixels(settings.vertices().size(), settings.bins()));
    List<Outside> outside = captures.stream().map(Strips::outside).toList();
    return new Strip(
        settings.vertices().get(vertex),
        note(settings, outside),
        captures.stream().map(Capture::bins).toList(),
        rowPixels,
        outside,
        ticks(settings));
  }

  /** What one vertex did, step by step. */
  static List<Capture> captures(History history, int vertex) {
    return history.steps().stream().map(step -> step.captures().get(vertex)).toList();
  }

  private static Outside outside(Capture capture) {
    long broken = capture.nans() + capture.infinities();
    long all = Arrays.stream(capture.bins()).sum() + capture.below() + capture.above() + broken;
    return new Outside(capture.below(), capture.above(), broken, all);
  }

  private static List<RowTick> ticks(CaptureSettings settings) {
    Scale scale = new Scale.Linear(settings.low(), settings.high());
    return scale.ticks(2).stream()
        .map(tick -> new RowTick(scale.at(tick.value()) * settings.bins(), tick.label()))
        .toList();
  }

  private static String note(CaptureSettings settings, List<Outside> outside) {
    List<String> parts = new ArrayList<>();
    parts.add(share("above " + Tick.of(settings.high()).label(), outside, Outside::above));
    if (outside.stream().anyMatch(o -> o.below() > 0)) {
      parts.add(share("below " + Tick.of(settings.low()).label(), outside, Outside::below));
    }
    long brokenSteps = outside.stream().filter(o -> o.broken() > 0).count();
    if (brokenSteps > 0) {
      parts.add(brokenNote(brokenSteps));
    }
    return String.join("  ·  ", parts);
  }

  static String brokenNote(long steps) {
    return "NaN or infinite at " + Numbers.count(steps) + (steps == 1 ? " step" : " steps");
  }

  private static String share(
      String where, List<Outside> outside, java.util.function.ToLongFunction<Outside> part) {
    long all = outside.stream().mapToLong(Outside::all).sum();
    long there = outside.stream().mapToLong(part).sum();
    if (there == 0) {
      return where + ": none";
    }
    double most =
        outside.stream()
            .mapToDouble(o -> o.all() == 0 ? 0 : (double) part.applyAsLong(o) / o.all())
            .max()
            .orElse(0);
    return "%s: %s on average, %s at most"
        .formatted(where, Numbers.percent((double) there / all), Numbers.percent(most));
  }
}
