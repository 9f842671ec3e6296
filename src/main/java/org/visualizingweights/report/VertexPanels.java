package org.visualizingweights.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.VertexSum;
import org.visualizingweights.report.Series.Look;

/** Panels of lines, one for each vertex. */
record VertexPanels(CaptureSettings settings, StepAxis axis) {
  private static final double HEIGHT = 96;

  /** Values beyond this do not go with healthy ones on an even axis. */
  private static final double EVEN = 50;

  /** The share of the histogram that lies in the two bins nearest to zero. */
  List<Panel> nearZero() {
    return IntStream.range(0, settings.vertices().size())
        .mapToObj(
            vertex -> {
              double[] shares = values(vertex, sum -> sum.nearZero(settings));
              return panel(
                  vertex,
                  "first %s %s  ·  last %s %s"
                      .formatted(
                          steps(0),
                          Numbers.percent(shares[0]),
                          steps(shares.length - 1),
                          Numbers.percent(shares[shares.length - 1])),
                  new AxisScale.Linear(0, 1),
                  List.of(axis.series("share", Look.AREA, Ink.BLUE, shares)));
            })
        .toList();
  }

  /** Mean and standard deviation. */
  List<Panel> moments() {
    AxisScale scale = momentsScale();
    return IntStream.range(0, settings.vertices().size())
        .mapToObj(
            vertex -> {
              double[] means = values(vertex, VertexPanels::mean);
              double[] stds = values(vertex, sum -> sum.moments().std());
              return panel(
                  vertex,
                  "last %s: mean %s, standard deviation %s"
                      .formatted(
                          steps(means.length - 1),
                          Numbers.value(means[means.length - 1]),
                          Numbers.value(stds[stds.length - 1])),
                  scale,
                  List.of(
                      axis.series("standard deviation", Look.LINE, Ink.ORANGE, stds),
                      axis.series("mean", Look.LINE, Ink.BLUE, means)));
            })
        .toList();
  }

  private static double mean(VertexSum sum) {
    return sum.moments().orNaN().mean();
  }

  /** One scale for all vertices, with room for every value. */
  private AxisScale momentsScale() {
    double[] all =
        axis.columns().stream()
            .flatMap(column -> column.vertices().stream())
            .flatMapToDouble(sum -> DoubleStream.of(mean(sum), sum.moments().std()))
            .filter(Double::isFinite)
            .toArray();
    double low = Math.min(0, DoubleStream.of(all).min().orElse(0));
    double high = Math.max(low + 1e-30, DoubleStream.of(all).max().orElse(1));
    if (Math.max(-low, high) > EVEN) {
      return new AxisScale.SymmetricLog(low * 1.5, high * 1.5);
    }
    double margin = (high - low) * 0.06;
    return new AxisScale.Linear(low == 0 ? 0 : low - margin, high + margin);
  }

  private double[] values(int vertex, ToDoubleFunction<VertexSum> value) {
    return Strips.sums(axis.columns(), vertex).stream().mapToDouble(value).toArray();
  }

  /** As {@code step}, or as {@code 64 steps} where as many share a column. */
  private String steps(int column) {
    int steps = axis.columns().get(column).steps();
    return steps == 1 ? "step" : Count.of(steps, "step");
  }

  private Panel panel(int vertex, String note, AxisScale scale, List<Series> series) {
    return new Panel(settings.vertices().get(vertex), note, scale, HEIGHT, series, new boolean[0]);
  }
}
