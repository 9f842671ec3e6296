package org.visualizingweights.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.History;
import org.visualizingweights.report.Series.Look;

/** Panels of lines, one for each vertex. */
final class VertexPanels {
  private static final double HEIGHT = 96;

  /** Values beyond this do not go with healthy ones on an even axis. */
  private static final double EVEN = 50;

  private VertexPanels() {}

  /** The share of the histogram that lies in its two lowest bins. */
  static List<Panel> nearZero(History history) {
    return IntStream.range(0, history.settings().vertices().size())
        .mapToObj(
            vertex -> {
              double[] shares = values(history, vertex, VertexPanels::shareNearZero);
              return panel(
                  history,
                  vertex,
                  "first step %s  ·  last step %s"
                      .formatted(
                          Numbers.percent(shares[0]), Numbers.percent(shares[shares.length - 1])),
                  new Scale.Linear(0, 1),
                  List.of(Series.ofSteps("share", Look.AREA, Ink.BLUE, shares)));
            })
        .toList();
  }

  /** NaN where the histogram is empty. */
  static double shareNearZero(Capture capture) {
    long[] bins = capture.bins();
    long low = bins[0] + (bins.length > 1 ? bins[1] : 0);
    return (double) low / IntStream.range(0, bins.length).mapToLong(i -> bins[i]).sum();
  }

  /** Mean and standard deviation. */
  static List<Panel> moments(History history) {
    Scale scale = momentsScale(history);
    return IntStream.range(0, history.settings().vertices().size())
        .mapToObj(
            vertex -> {
              double[] means = values(history, vertex, Capture::mean);
              double[] stds = values(history, vertex, Capture::std);
              return panel(
                  history,
                  vertex,
                  "last step: mean %s, standard deviation %s"
                      .formatted(
                          Numbers.value(means[means.length - 1]),
                          Numbers.value(stds[stds.length - 1])),
                  scale,
                  List.of(
                      Series.ofSteps("standard deviation", Look.LINE, Ink.ORANGE, stds),
                      Series.ofSteps("mean", Look.LINE, Ink.BLUE, means)));
            })
        .toList();
  }

  /** One scale for all vertices, with room for every value. */
  private static Scale momentsScale(History history) {
    double[] all =
        history.steps().stream()
            .flatMap(step -> step.captures().stream())
            .flatMapToDouble(capture -> DoubleStream.of(capture.mean(), capture.std()))
            .filter(Double::isFinite)
            .toArray();
    double low = Math.min(0, DoubleStream.of(all).min().orElse(0));
    double high = Math.max(low + 1e-30, DoubleStream.of(all).max().orElse(1));
    if (Math.max(-low, high) > EVEN) {
      return new Scale.SymmetricLog(low * 1.5, high * 1.5);
    }
    double margin = (high - low) * 0.06;
    return new Scale.Linear(low == 0 ? 0 : low - margin, high + margin);
  }

  private static double[] values(History history, int vertex, ToDoubleFunction<Capture> value) {
    return Strips.captures(history, vertex).stream().mapToDouble(value).toArray();
  }

  private static Panel panel(
      History history, int vertex, String note, Scale scale, List<Series> series) {
    String name = history.settings().vertices().get(vertex);
    return new Panel(name, note, scale, HEIGHT, series, new boolean[0]);
  }
}
