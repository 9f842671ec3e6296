package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
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

  private final StepAxis axis;
  private final String eachStep;
  private final List<LossSum> losses;

  /** Of the epochs that have been validated. */
  private final Series validation;

  private final Series errors;

  /**
   * @param every so many steps are captured
   */
  LossPanels(StepAxis axis, int every) {
    this.axis = axis;
    this.eachStep = every > 1 ? "each captured step" : "each training step";
    this.losses = axis.columns().stream().map(Column::loss).toList();
    this.validation = ofEpochs(EpochMetrics::validLoss, 1, Numbers::value);
    this.errors = ofEpochs(EpochMetrics::errorRate, 100, percent -> Numbers.percent(percent / 100));
  }

  List<Panel> panels() {
    return hasErrors() ? List.of(losses(), errors()) : List.of(losses());
  }

  /** Whether any epoch has an error rate. */
  boolean hasErrors() {
    return errors.xs().length > 0;
  }

  /** Whether losses have logarithms; some that users think of are below zero. */
  boolean haveLogarithms() {
    return DoubleStream.concat(
            losses.stream().mapToDouble(LossSum::min), DoubleStream.of(validation.ys()))
        .noneMatch(loss -> loss < 0);
  }

  private Panel losses() {
    int count = axis.whole().loss().notFinite();
    boolean[] notFinite = new boolean[count == 0 ? 0 : losses.size()];
    for (int i = 0; i < notFinite.length; i++) {
      notFinite[i] = losses.get(i).notFinite() > 0;
    }
    int reach = Math.min(REACH, axis.whole().steps() / SHORT) / StepAxis.stepsEach(axis.columns());
    Series steps = eachStep();
    List<Series> series = new ArrayList<>();
    series.add(steps);
    series.add(
        axis.series("smoothed", Look.LINE, Ink.BLUE, smooth(losses, reach, haveLogarithms())));
    if (validation.xs().length > 0) {
      series.add(validation);
    }
    return new Panel(
        "loss",
        note(count, axis.whole().steps()),
        scale(DoubleStream.concat(DoubleStream.of(steps.ys()), DoubleStream.of(validation.ys()))),
        280,
        series,
        notFinite);
  }

  private String note(int notFinite, int steps) {
    String training =
        notFinite == 0
            ? "finite at every step"
            : "NaN or infinite at %s of %s (black)"
                .formatted(Count.of(notFinite), Count.of(steps, "step"));
    long epochs = DoubleStream.of(validation.ys()).filter(loss -> !Double.isFinite(loss)).count();
    return epochs == 0
        ? training
        : "%s; %sin validation after %s of %s"
            .formatted(
                training,
                notFinite == 0 ? "NaN or infinite " : "",
                Count.of(epochs),
                Count.of(validation.ys().length, "epoch"));
  }

  /** The loss of each step; of steps that share a column, the lowest and the highest. */
  private Series eachStep() {
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
        eachStep,
        Look.THIN_LINE,
        Ink.LIGHT_BLUE,
        xs.build().toArray(),
        ys.build().toArray(),
        List.of());
  }

  private Panel errors() {
    double most = DoubleStream.of(errors.ys()).filter(Double::isFinite).max().orElse(100);
    AxisScale scale =
        new AxisScale.Linear(0, most == 0 ? 1 : Math.min(most * 1.35, Math.max(most, 112)));
    return new Panel("validation error rate, %", "", scale, 130, List.of(errors), new boolean[0]);
  }

  /** A figure of the epochs that have it, so many times as large. */
  private Series ofEpochs(
      Function<EpochMetrics, OptionalDouble> figure, double times, Function<Double, String> name) {
    DoubleStream.Builder xs = DoubleStream.builder();
    DoubleStream.Builder ys = DoubleStream.builder();
    for (StepAxis.EpochSpan epoch : axis.epochs()) {
      Optional<OptionalDouble> value = epoch.metrics().map(figure);
      if (value.isPresent() && value.get().isPresent()) {
        xs.add(epoch.end());
        ys.add(times * value.get().getAsDouble());
      }
    }
    double[] values = ys.build().toArray();
    return new Series(
        "validation",
        Look.POINTS,
        Ink.VERMILLION,
        xs.build().toArray(),
        values,
        DoubleStream.of(values).boxed().map(name).toList());
  }

  /**
   * The geometric mean of each column's losses and their neighbours', where the axis is
   * logarithmic: in their mean, a single huge one would hide all around it.
   *
   * @param reach columns to each side that are neighbours
   * @param logarithmic whether the axis is
   */
  static double[] smooth(List<LossSum> losses, int reach, boolean logarithmic) {
    double[] smooth = new double[losses.size()];
    for (int i = 0; i < smooth.length; i++) {
      LossSum all = new LossSum();
      losses
          .subList(Math.max(0, i - reach), Math.min(smooth.length, i + reach + 1))
          .forEach(all::add);
      double mean = logarithmic ? all.geometricMean() : all.mean();
      smooth[i] = Double.isNaN(losses.get(i).min()) ? Double.NaN : mean;
    }
    return smooth;
  }

  private AxisScale scale(DoubleStream all) {
    boolean logarithmic = haveLogarithms();
    double[] shown =
        all.filter(loss -> Double.isFinite(loss) && (loss > 0 || !logarithmic)).toArray();
    double low = DoubleStream.of(shown).min().orElse(0.1);
    double high = DoubleStream.of(shown).max().orElse(10);
    double margin = Math.max(0.06 * (high - low), 1e-30 + 1e-6 * Math.abs(high));
    return logarithmic
        ? new AxisScale.Log(low / 1.4, high * 1.4)
        : new AxisScale.Linear(low - margin, high + margin);
  }
}
