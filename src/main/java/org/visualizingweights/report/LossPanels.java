package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Step;
import org.visualizingweights.report.Series.Look;
import org.visualizingweights.run.EpochMetrics;

/** The loss of each step, and what each epoch came to. */
final class LossPanels {
  /** Steps to each side that a smoothed loss takes in. */
  private static final int REACH = 20;

  private LossPanels() {}

  static List<Panel> of(History history, StepAxis axis) {
    List<StepAxis.Epoch> done =
        axis.epochs().stream().filter(epoch -> epoch.metrics().isPresent()).toList();
    return done.isEmpty()
        ? List.of(losses(history, done))
        : List.of(losses(history, done), errors(done));
  }

  private static Panel losses(History history, List<StepAxis.Epoch> done) {
    double[] raw = history.steps().stream().mapToDouble(Step::loss).toArray();
    boolean[] broken = new boolean[raw.length];
    long count = 0;
    for (int i = 0; i < raw.length; i++) {
      broken[i] = !Double.isFinite(raw[i]);
      count += broken[i] ? 1 : 0;
    }
    Series validation = ofEpochs("validation", done, EpochMetrics::validLoss, Numbers::value);
    List<Series> series = new ArrayList<>();
    series.add(Series.ofSteps("each training step", Look.THIN_LINE, Ink.LIGHT_BLUE, raw));
    series.add(Series.ofSteps("smoothed", Look.LINE, Ink.BLUE, smooth(raw)));
    if (!done.isEmpty()) {
      series.add(validation);
    }
    return new Panel(
        "loss",
        count == 0
            ? "finite at every step"
            : "NaN or infinite at %s of %s steps (black)"
                .formatted(Numbers.count(count), Numbers.count(raw.length)),
        scale(DoubleStream.concat(DoubleStream.of(raw), DoubleStream.of(validation.ys()))),
        280,
        series,
        count == 0 ? new boolean[0] : broken);
  }

  private static Panel errors(List<StepAxis.Epoch> done) {
    Series series =
        ofEpochs(
            "validation",
            done,
            m -> 100 * m.errorRate(),
            percent -> Numbers.percent(percent / 100));
    double most = DoubleStream.of(series.ys()).filter(Double::isFinite).max().orElse(100);
    Scale scale = new Scale.Linear(0, most == 0 ? 1 : Math.min(most * 1.35, Math.max(most, 112)));
    return new Panel("validation error rate, %", "", scale, 130, List.of(series), new boolean[0]);
  }

  private static Series ofEpochs(
      String label,
      List<StepAxis.Epoch> done,
      ToDoubleFunction<EpochMetrics> value,
      Function<Double, String> name) {
    double[] xs = done.stream().mapToDouble(StepAxis.Epoch::end).toArray();
    double[] ys =
        done.stream()
            .map(StepAxis.Epoch::metrics)
            .flatMap(Optional::stream)
            .mapToDouble(value)
            .toArray();
    List<String> names = DoubleStream.of(ys).boxed().map(name).toList();
    return new Series(label, Look.POINTS, Ink.VERMILLION, xs, ys, names);
  }

  /**
   * The mean of each loss and its neighbours, of their logarithms, as the axis is one of powers of
   * ten: of the losses themselves, a single huge one would hide all around it.
   */
  static double[] smooth(double[] losses) {
    double[] smooth = new double[losses.length];
    for (int i = 0; i < losses.length; i++) {
      double mean =
          Arrays.stream(losses, Math.max(0, i - REACH), Math.min(losses.length, i + REACH + 1))
              .filter(loss -> Double.isFinite(loss) && loss > 0)
              .map(Math::log)
              .average()
              .orElse(Double.NaN);
      smooth[i] = Double.isFinite(losses[i]) ? Math.exp(mean) : Double.NaN;
    }
    return smooth;
  }

  private static Scale scale(DoubleStream losses) {
    double[] shown = losses.filter(loss -> Double.isFinite(loss) && loss > 0).toArray();
    double low = DoubleStream.of(shown).min().orElse(0.1);
    double high = DoubleStream.of(shown).max().orElse(10);
    return new Scale.Log(low / 1.4, high * 1.4);
  }
}
