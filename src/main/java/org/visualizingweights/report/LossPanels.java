package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.visualizingweights.Count;
import org.visualizingweights.report.Series.Look;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.LossSum;

/** The loss of each step, and what each epoch came to. */
final class LossPanels {
  /** Steps to each side that a smoothed loss takes in, at most, */
  private static final int REACH = 20;

  /** and of a short run, so that its line is no mean of all of it: one in so many. */
  private static final int SHORT = 10;

  private LossPanels() {}

  static List<Panel> of(StepAxis axis) {
    List<StepAxis.EpochSpan> done =
        axis.epochs().stream().filter(epoch -> epoch.metrics().isPresent()).toList();
    return done.isEmpty() ? List.of(losses(axis, done)) : List.of(losses(axis, done), errors(done));
  }

  private static Panel losses(StepAxis axis, List<StepAxis.EpochSpan> done) {
    List<LossSum> losses = axis.columns().stream().map(Column::loss).toList();
    int count = axis.whole().loss().notFinite();
    boolean[] notFinite = new boolean[count == 0 ? 0 : losses.size()];
    for (int i = 0; i < notFinite.length; i++) {
      notFinite[i] = losses.get(i).notFinite() > 0;
    }
    int reach = Math.min(REACH, axis.whole().steps() / SHORT) / StepAxis.stepsEach(axis.columns());
    Series steps = eachStep(axis, losses);
    Series validation = ofEpochs("validation", done, EpochMetrics::validLoss, Numbers::value);
    List<Series> series = new ArrayList<>();
    series.add(steps);
    series.add(axis.series("smoothed", Look.LINE, Ink.BLUE, smooth(losses, reach)));
    if (!done.isEmpty()) {
      series.add(validation);
    }
    return new Panel(
        "loss",
        note(count, axis.whole().steps(), done),
        scale(DoubleStream.concat(DoubleStream.of(steps.ys()), DoubleStream.of(validation.ys()))),
        280,
        series,
        notFinite);
  }

  private static String note(int notFinite, int steps, List<StepAxis.EpochSpan> done) {
    String training =
        notFinite == 0
            ? "finite at every step"
            : "NaN or infinite at %s of %s (black)"
                .formatted(Count.of(notFinite), Count.of(steps, "step"));
    long epochs =
        done.stream()
            .flatMap(epoch -> epoch.metrics().stream())
            .filter(EpochMetrics::isNotFinite)
            .count();
    return epochs == 0
        ? training
        : "%s; %sin validation after %s of %s"
            .formatted(
                training,
                notFinite == 0 ? "NaN or infinite " : "",
                Count.of(epochs),
                Count.of(done.size(), "epoch"));
  }

  /** The loss of each step; of steps that share a column, the lowest and the highest. */
  private static Series eachStep(StepAxis axis, List<LossSum> losses) {
    DoubleStream.Builder xs = DoubleStream.builder();
    DoubleStream.Builder ys = DoubleStream.builder();
    for (int i = 0; i < losses.size(); i++) {
      LossSum loss = losses.get(i);
      xs.add(axis.middle(i));
      ys.add(loss.min());
      if (loss.max() > loss.min()) {
        xs.add(axis.middle(i));
        ys.add(loss.max());
      }
    }
    return new Series(
        "each training step",
        Look.THIN_LINE,
        Ink.LIGHT_BLUE,
        xs.build().toArray(),
        ys.build().toArray(),
        List.of());
  }

  private static Panel errors(List<StepAxis.EpochSpan> done) {
    Series series =
        ofEpochs(
            "validation",
            done,
            m -> 100 * m.errorRate(),
            percent -> Numbers.percent(percent / 100));
    double most = DoubleStream.of(series.ys()).filter(Double::isFinite).max().orElse(100);
    AxisScale scale =
        new AxisScale.Linear(0, most == 0 ? 1 : Math.min(most * 1.35, Math.max(most, 112)));
    return new Panel("validation error rate, %", "", scale, 130, List.of(series), new boolean[0]);
  }

  private static Series ofEpochs(
      String label,
      List<StepAxis.EpochSpan> done,
      ToDoubleFunction<EpochMetrics> value,
      Function<Double, String> name) {
    double[] xs = done.stream().mapToDouble(StepAxis.EpochSpan::end).toArray();
    double[] ys =
        done.stream()
            .map(StepAxis.EpochSpan::metrics)
            .flatMap(Optional::stream)
            .mapToDouble(value)
            .toArray();
    List<String> names = DoubleStream.of(ys).boxed().map(name).toList();
    return new Series(label, Look.POINTS, Ink.VERMILLION, xs, ys, names);
  }

  /**
   * The geometric mean of each column's losses and their neighbours', as the axis is one of powers
   * of ten: in their mean, a single huge one would hide all around it.
   *
   * @param reach columns to each side that are neighbours
   */
  static double[] smooth(List<LossSum> losses, int reach) {
    double[] smooth = new double[losses.size()];
    for (int i = 0; i < smooth.length; i++) {
      LossSum all = new LossSum();
      losses
          .subList(Math.max(0, i - reach), Math.min(smooth.length, i + reach + 1))
          .forEach(all::add);
      smooth[i] = Double.isNaN(losses.get(i).min()) ? Double.NaN : all.geometricMean();
    }
    return smooth;
  }

  private static AxisScale scale(DoubleStream losses) {
    double[] shown = losses.filter(loss -> Double.isFinite(loss) && loss > 0).toArray();
    double low = DoubleStream.of(shown).min().orElse(0.1);
    double high = DoubleStream.of(shown).max().orElse(10);
    return new AxisScale.Log(low / 1.4, high * 1.4);
  }
}
