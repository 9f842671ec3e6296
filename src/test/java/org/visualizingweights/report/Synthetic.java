package org.visualizingweights.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.Versions;
import org.visualizingweights.view.Columns;

/** Runs that never were, with the shapes that real ones have. */
final class Synthetic {
  static final CaptureSettings SETTINGS =
      new CaptureSettings(
          List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 1, 40, 0, 10);
  static final int STEPS_PER_EPOCH = 546;

  /** Activations of a batch of 64 images of 32x32: 64 maps of 16x16, ... 512 of 1x1. */
  private static final long[] SIZES = {1_048_576, 262_144, 131_072, 65_536, 32_768};

  private Synthetic() {}

  /** A normal distribution whose negative values are zero, or are kept. */
  record Shape(double mean, double std, boolean rectified) {}

  /** What a vertex does at a step. */
  interface Behaviour {
    Shape at(int vertex, int step);
  }

  interface Losses {
    double at(int step);
  }

  static History healthy(int steps) {
    return history(
        steps,
        (v, t) ->
            new Shape(
                0.1 * v + (1.2 - 0.1 * v) * (1 - Math.exp(-t / 250.0)),
                0.8 + 0.15 * v + 0.9 * (1 - Math.exp(-t / (80.0 + 40 * v))) + jitter(v, t) * 0.05,
                v > 0),
        t -> 0.1 + 2.5 * Math.exp(-t / 90.0) * (1 + 0.3 * jitter(9, t)) + 0.05 * jitter(8, t));
  }

  /** Explodes to about a million, then collapses to zero; conv1 in curves. */
  static History breaking(int steps) {
    return history(
        steps,
        (v, t) -> {
          double blast = Math.exp(-Math.pow((t - 60.0 - 12 * v) / 45.0, 2));
          double size = Math.pow(10, (2.0 + v) * blast) * (v == 0 ? 1.6 : 1);
          double calm =
              v == 0
                  ? 1.0 + 0.8 * Math.sin(t / 130.0) + t / 900.0
                  : Math.max(0.02, Math.exp(-(t - 60) / 90.0));
          return new Shape(
              v == 0 ? 2 * Math.sin(t / 170.0) : 0, size * calm * (1 + 0.1 * jitter(v, t)), v > 0);
        },
        t ->
            t > 60 && t < 75
                ? Double.NaN
                : 2.3
                    + Math.pow(10, 6 * Math.exp(-Math.pow((t - 60) / 90.0, 2)))
                        * (1 + 0.8 * jitter(9, t)));
  }

  /** Frozen and pretrained, at a rate of 1: conv1 never changes, all after it is smeared. */
  static History pretrained(int steps) {
    return history(
        steps,
        (v, t) ->
            v == 0
                ? new Shape(0.4, 1.7, false)
                : new Shape(
                    1 + v * Math.min(1, t / 100.0),
                    2 + 2.5 * v * Math.min(1, t / 60.0) * (1 + 0.4 * jitter(v, t / 3)),
                    true),
        t -> 3 + 300 * Math.exp(-t / 400.0) * (1 + 0.9 * jitter(9, t)));
  }

  static History history(int steps, Behaviour behaviour, Losses losses) {
    List<Step> all = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      List<Capture> captures = new ArrayList<>();
      for (int v = 0; v < SIZES.length; v++) {
        captures.add(capture(SETTINGS.vertices().get(v), SIZES[v], behaviour.at(v, t)));
      }
      all.add(new Step(t, t / STEPS_PER_EPOCH, losses.at(t), captures));
    }
    return new History(SETTINGS, all);
  }

  /** The steps of a history, each a column. */
  static Columns columns(History history) {
    Columns columns = new Columns(history.settings(), 1);
    history.steps().forEach(columns::add);
    return columns;
  }

  /** What would be counted of so many values, to the nearest whole number. */
  static Capture capture(String vertex, long size, Shape shape) {
    long[] bins = new long[SETTINGS.bins()];
    for (int b = 0; b < bins.length; b++) {
      bins[b] = between(shape, size, b * 0.25, (b + 1) * 0.25);
    }
    long negative = between(shape, size, Double.NEGATIVE_INFINITY, 0);
    long zeros = shape.rectified() ? negative : 0;
    bins[0] += zeros;
    return new Capture(
        vertex,
        bins,
        negative - zeros,
        between(shape, size, 10, Double.POSITIVE_INFINITY),
        zeros,
        0,
        0,
        magnitudes(shape, size, zeros),
        shape.mean(),
        shape.std(),
        shape.rectified() ? 0 : shape.mean() - 4 * shape.std(),
        shape.mean() + 4 * shape.std(),
        Optional.empty());
  }

  private static Magnitudes magnitudes(Shape shape, long size, long zeros) {
    long[] counts = new long[Magnitudes.CLASSES];
    counts[0] = zeros;
    for (int c = 1; c < 255; c++) {
      double low = Math.pow(2, c - 127);
      counts[c] = between(shape, size, low, 2 * low);
      counts[256 + c] = shape.rectified() ? 0 : between(shape, size, -2 * low, -low);
    }
    int first = 0;
    int end = counts.length;
    while (first < end - 1 && counts[first] == 0) {
      first++;
    }
    while (end > first + 1 && counts[end - 1] == 0) {
      end--;
    }
    return new Magnitudes(first, Arrays.copyOfRange(counts, first, end));
  }

  /** A capture of nothing but NaN. */
  static Capture allNaN(String vertex, long size) {
    long[] counts = new long[Magnitudes.CLASSES];
    counts[255] = size;
    return new Capture(
        vertex,
        new long[SETTINGS.bins()],
        0,
        0,
        0,
        size,
        0,
        new Magnitudes(0, counts),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Optional.empty());
  }

  /** A vertex whose captures have just these bins. */
  static Capture bins(String vertex, long... bins) {
    long all = Arrays.stream(bins).sum();
    return new Capture(
        vertex,
        bins,
        0,
        0,
        0,
        0,
        0,
        new Magnitudes(127, new long[] {all}),
        1,
        0,
        1,
        1,
        Optional.empty());
  }

  private static long between(Shape shape, long size, double low, double high) {
    return Math.round(
        size
            * (normal((high - shape.mean()) / shape.std())
                - normal((low - shape.mean()) / shape.std())));
  }

  /** The normal distribution function; Abramowitz and Stegun 26.2.17, to 7.5e-8. */
  private static double normal(double x) {
    if (x == Double.POSITIVE_INFINITY || x == Double.NEGATIVE_INFINITY) {
      return x > 0 ? 1 : 0;
    }
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double tail =
        Math.exp(-x * x / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x > 0 ? 1 - tail : tail;
  }

  /** Between -1 and 1, always the same for the same place. */
  private static double jitter(int vertex, int step) {
    long hash = (vertex * 1_000_003L + step) * 0x9E3779B97F4A7C15L;
    hash ^= hash >>> 32;
    hash *= 0xD6E8FEB86659FD93L;
    return (hash >>> 11) / (double) (1L << 52) - 1;
  }

  static Manifest manifest(String name, String description, String rate, int steps) {
    return Manifest.start(
            new ExperimentSummary(name, description, rate, Map.of(), 42),
            Map.of(),
            Progress.planned(1638, 3),
            "CPU",
            new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
            new Machine("a CPU", 2, 2, 1L << 34),
            Instant.parse("2026-11-23T10:15:30Z"))
        .using(
            new Provenance("mnist", "a folder", Map.of()),
            new Provenance("random", "Kaiming normal", Map.of()))
        .at(new Progress(steps, 1638, steps / STEPS_PER_EPOCH, 3, 0))
        .finished(Instant.parse("2026-11-23T10:25:30Z"));
  }

  static List<EpochMetrics> metrics(double... errors) {
    List<EpochMetrics> rows = new ArrayList<>();
    for (double error : errors) {
      int epoch = rows.size() + 1;
      rows.add(
          new EpochMetrics(epoch, epoch * STEPS_PER_EPOCH - 1, 2 * error, 3 * error, error, 60));
    }
    return rows;
  }
}
