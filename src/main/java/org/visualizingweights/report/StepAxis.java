package org.visualizingweights.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.report.AxisScale.Tick;
import org.visualizingweights.report.Canvas.Anchor;
import org.visualizingweights.report.Series.Look;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.Columns;

/**
 * The axis that every chart shares: the captured steps from left to right, in columns that have
 * room for their steps, and their epochs.
 */
final class StepAxis {
  static final double LEFT = 76;

  /** Between the end of the steps and that of the chart. */
  private static final double MARGIN = 24;

  /** Height of the ticks and their labels. */
  static final double TICKS_HEIGHT = 44;

  /**
   * Captured steps of one epoch: from {@code first} to before {@code end}.
   *
   * @param number counted from 1
   */
  record EpochSpan(int number, int first, int end, Optional<EpochMetrics> metrics) {}

  private final double width;
  private final List<Column> columns;
  private final Column whole;

  /** The index of the first step of each column, and the number of all steps. */
  private final int[] starts;

  private final List<EpochSpan> epochs = new ArrayList<>();

  /**
   * @param captured at least one step
   * @param metrics of the epochs that are over
   * @param planned whether every step is of an epoch, be it over or not
   * @param chartWidth in CSS pixels; the same for charts whose steps are to stand under each other
   */
  StepAxis(Columns captured, List<EpochMetrics> metrics, boolean planned, double chartWidth) {
    this.width = chartWidth - LEFT - MARGIN;
    this.columns = captured.list();
    this.whole = captured.atMost(1).get(0);
    this.starts = new int[columns.size() + 1];
    for (int i = 0; i < columns.size(); i++) {
      starts[i + 1] = starts[i] + columns.get(i).steps();
    }
    Map<Integer, EpochMetrics> byEpoch =
        metrics.stream().collect(Collectors.toMap(EpochMetrics::epoch, Function.identity()));
    int first = 0;
    for (int number : numbers(metrics)) {
      int end = first + whole.epochs().getOrDefault(number - 1, 0);
      Optional<EpochMetrics> over = Optional.ofNullable(byEpoch.get(number));
      if (planned || over.isPresent()) {
        epochs.add(new EpochSpan(number, first, end, over));
      }
      first = end;
    }
  }

  /** Of the epochs that have captured steps, and those between them that are too short to. */
  private SortedSet<Integer> numbers(List<EpochMetrics> metrics) {
    SortedSet<Integer> numbers = new TreeSet<>();
    whole.epochs().keySet().forEach(epoch -> numbers.add(epoch + 1));
    metrics.stream()
        .filter(row -> row.lastStep() >= whole.first() && row.lastStep() <= whole.last())
        .forEach(row -> numbers.add(row.epoch()));
    return numbers;
  }

  /** In CSS pixels. */
  double width() {
    return width;
  }

  /** Where the last step ends. */
  double right() {
    return LEFT + width;
  }

  List<Column> columns() {
    return columns;
  }

  /** All of them in one. */
  Column whole() {
    return whole;
  }

  /** How many steps share a column; where not all have as many, the most. */
  static int stepsEach(List<Column> columns) {
    return columns.stream().mapToInt(Column::steps).max().orElse(0);
  }

  List<EpochSpan> epochs() {
    return epochs;
  }

  /** The index of the first step of a column. */
  int start(int column) {
    return starts[column];
  }

  /** The middle of a column, as an index of a step. */
  double middle(int column) {
    return (starts[column] + starts[column + 1]) / 2.0;
  }

  /** One value a column, in its middle. */
  Series series(String label, Look look, Color color, double[] ys) {
    double[] xs = IntStream.range(0, ys.length).mapToDouble(this::middle).toArray();
    return new Series(label, look, color, xs, ys, List.of());
  }

  /** Where the column of the step with this index begins, from 0; halves are in its middle. */
  double x(double index) {
    return LEFT + width * index / whole.steps();
  }

  /** Thin lines at the ends of epochs. */
  void drawEpochLines(Canvas canvas, double top, double bottom, Color color) {
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).end() < whole.steps() && (i + 1) % labelEvery() == 0) {
        double x = x(epochs.get(i).end());
        canvas.line(x, top, x, bottom, color, 1);
      }
    }
  }

  /** The number of each epoch and what came of it, above its steps, as far as there is room. */
  void drawEpochLabels(Canvas canvas, double baseline) {
    if (epochs.isEmpty()) {
      return;
    }
    Canvas.TextStyle style = Ink.SMALL.in(Ink.BLACK);
    int brevity = brevity();
    if (brevity > 0) {
      canvas.text("epoch", LEFT - 8, baseline, Anchor.END, style);
    }
    for (int i = 0; i < epochs.size(); i += labelEvery()) {
      EpochSpan epoch = epochs.get(i);
      String label = label(epoch, fits(epoch, brevity) ? brevity : 2);
      if (fits(epoch, 2) || labelEvery() > 1) {
        double middle = (x(epoch.first()) + x(epoch.end())) / 2;
        canvas.text(label, middle, baseline, Anchor.MIDDLE, style);
      }
    }
  }

  /** The fullest wording that all have room for, but for the last, which may have just begun. */
  private int brevity() {
    List<EpochSpan> whole = epochs.subList(0, Math.max(1, epochs.size() - 1));
    return IntStream.range(0, 2)
        .filter(brevity -> whole.stream().allMatch(epoch -> fits(epoch, brevity)))
        .findFirst()
        .orElse(2);
  }

  private boolean fits(EpochSpan epoch, int brevity) {
    return Ink.SMALL.width(label(epoch, brevity)) + 8 < x(epoch.end()) - x(epoch.first());
  }

  /** From 0, in full, to 2, the bare number. */
  private static String label(EpochSpan epoch, int brevity) {
    Optional<String> error =
        epoch
            .metrics()
            .flatMap(row -> row.errorRate().stream().mapToObj(Numbers::percent).findFirst());
    return switch (brevity) {
      case 0 -> "epoch " + epoch.number() + error.map(e -> "  ·  validation error " + e).orElse("");
      case 1 -> epoch.number() + error.map(e -> ": " + e).orElse("");
      default -> "" + epoch.number();
    };
  }

  /** So that numbers of many epochs do not run into each other. */
  private int labelEvery() {
    return (int) Math.ceil(epochs.size() * 30.0 / width);
  }

  /** The axis under the last panel. */
  void drawTicks(Canvas canvas, double top) {
    canvas.line(LEFT, top, right(), top, Ink.GREY, 1);
    int first = whole.first();
    int last = whole.last();
    AxisScale scale = new AxisScale.Linear(first, Math.max(last, first + 1));
    for (Tick tick : scale.ticks(10)) {
      if (tick.value() == Math.rint(tick.value()) && tick.value() <= last) {
        double x = x(indexOf((int) tick.value()));
        canvas.line(x, top, x, top + 5, Ink.GREY, 1);
        canvas.text(Count.of((long) tick.value()), x, top + 19, Anchor.MIDDLE, Ink.SMALL);
      }
    }
    canvas.text("training step", LEFT + width / 2, top + 37, Anchor.MIDDLE, Ink.SMALL);
  }

  /** Where an iteration lies among the captured steps; one between two of them, between these. */
  private double indexOf(int iteration) {
    int i = columns.size() - 1;
    while (i > 0 && columns.get(i).first() > iteration) {
      i--;
    }
    Column column = columns.get(i);
    boolean isLast = i == columns.size() - 1;
    int length = (isLast ? column.last() : columns.get(i + 1).first()) - column.first();
    double way = length == 0 ? 0 : (double) (iteration - column.first()) / length;
    return starts[i] + Math.max(0, way) * (isLast ? column.steps() - 1 : column.steps());
  }
}
