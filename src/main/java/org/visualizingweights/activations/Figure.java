package org.visualizingweights.activations;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * The figures of a vertex, one number a step each, in the order of a table's columns. What there is
 * to know of one is said here: how it is taken from a capture, what several steps come to, and how
 * it is drawn. Whatever adds up, writes, merges or draws figures goes by that, the page too.
 */
public enum Figure {
  /** All values. */
  TOTAL(Merge.SUM, always(Capture::total)),
  /** Finite values below the range. */
  BELOW(Merge.SUM, always(Capture::below)),
  /** Finite values above it. */
  ABOVE(Merge.SUM, always(Capture::above)),
  /** Values that are exactly zero. */
  ZEROS(Merge.SUM, always(Capture::zeros)),
  /** Values that are not a number. */
  NANS(Merge.SUM, always(Capture::nans)),
  /** Values that are infinite, of either sign. */
  INFINITIES(Merge.SUM, always(Capture::infinities)),
  /** Of the finite values, as the next three. */
  MEAN(
      Merge.MEAN_OF_VALUES,
      Optional.of(always(Capture::mean)),
      Optional.of((sum, settings) -> sum.moments().mean())),
  /** The standard deviation, over n as divisor. */
  STD(
      Merge.DEVIATION,
      Optional.of(always(Capture::std)),
      Optional.of((sum, settings) -> sum.moments().std())),
  /** The smallest one. */
  MIN(Merge.LEAST, always(Capture::min)),
  /** The largest one. */
  MAX(Merge.GREATEST, always(Capture::max)),
  /** The share of the bins nearest to zero in all bins. It is in no table, for the bins are. */
  NEAR_ZERO(
      Merge.MEAN_IN_RANGE,
      Optional.empty(),
      Optional.of(VertexSum::nearZero),
      new LineChart(
          "Near zero", "share of the histogram in the two bins nearest to zero", Unit.SHARE)),
  /** Channels of the vertex. */
  CHANNELS(Merge.SAME, ofChannels(ChannelCounts::channels)),
  /** Those that are {@linkplain ChannelCounts#dead dead}. */
  DEAD(
      Merge.MEAN_OF_STEPS,
      ofChannels(ChannelCounts::dead),
      new LineChart(
          "Dead channels",
          "share of channels that put out one value throughout the batch",
          Unit.CHANNELS)),
  /** Those that are {@linkplain ChannelCounts#saturated saturated}. */
  SATURATED(
      Merge.MEAN_OF_STEPS,
      ofChannels(ChannelCounts::saturated),
      new LineChart(
          "Saturated channels",
          "share of channels whose every activation is above the range",
          Unit.CHANNELS));

  /** What the figures of several steps come to; the page merges columns by the same rules. */
  public enum Merge {
    /** Counts add up. */
    SUM,
    /** The least of them. */
    LEAST,
    /** The greatest of them. */
    GREATEST,
    /** Their mean; a step is as heavy as it has finite values. */
    MEAN_OF_VALUES,
    /** Their mean; a step is as heavy as it has values in the range. */
    MEAN_IN_RANGE,
    /** The mean of the steps that have one. */
    MEAN_OF_STEPS,
    /** That of all finite values, from the mean of all. */
    DEVIATION,
    /** It is the same at each step: in JSON one number, not a list. */
    SAME;

    /** The identity element: what changes nothing when it is added. */
    double identity() {
      return switch (this) {
        case LEAST -> Double.POSITIVE_INFINITY;
        case GREATEST -> Double.NEGATIVE_INFINITY;
        default -> 0;
      };
    }

    double add(double some, double more) {
      return switch (this) {
        case LEAST -> Math.min(some, more);
        case GREATEST -> Math.max(some, more);
        default -> some + more;
      };
    }

    double over(double sum, long steps) {
      return switch (this) {
        case SUM, LEAST, GREATEST -> sum;
        default -> sum / steps;
      };
    }
  }

  /** What a line is drawn in. */
  public enum Unit {
    /** As activations are. */
    VALUE,
    /** From 0 to 1. */
    SHARE,
    /** A number of channels, drawn as a share of those that the vertex has. */
    CHANNELS
  }

  /**
   * How the page draws a figure: a chart with a line for each vertex.
   *
   * @param note what it is, in words
   */
  public record LineChart(String title, String note, Unit unit) {}

  private final Merge merge;
  private final Optional<Function<Capture, Optional<Number>>> captured;
  private final Optional<ToDoubleBiFunction<VertexSum, CaptureSettings>> derived;
  private final Optional<LineChart> lineChart;

  Figure(Merge merge, Function<Capture, Optional<Number>> captured, LineChart... lineChart) {
    this(merge, Optional.of(captured), Optional.empty(), lineChart);
  }

  /**
   * @param captured the figure in the capture of a step, where that has it; what is not captured is
   *     in no table
   * @param derived the figure as it follows from what else is added up; any other is added up by
   *     itself
   */
  Figure(
      Merge merge,
      Optional<Function<Capture, Optional<Number>>> captured,
      Optional<ToDoubleBiFunction<VertexSum, CaptureSettings>> derived,
      LineChart... lineChart) {
    this.merge = merge;
    this.captured = captured;
    this.derived = derived;
    this.lineChart = Stream.of(lineChart).findFirst();
  }

  private static Function<Capture, Optional<Number>> always(Function<Capture, Number> taken) {
    return capture -> Optional.of(taken.apply(capture));
  }

  private static Function<Capture, Optional<Number>> ofChannels(
      Function<ChannelCounts, Number> taken) {
    return capture -> capture.channels().map(taken);
  }

  public Merge merge() {
    return merge;
  }

  public Optional<LineChart> lineChart() {
    return lineChart;
  }

  /** Those that a table of captures has. */
  public static List<Figure> ofTables() {
    return Stream.of(values()).filter(figure -> figure.captured.isPresent()).toList();
  }

  /** That of one step; empty where its capture lacks it. */
  public Optional<Number> of(Capture capture) {
    return captured.flatMap(figure -> figure.apply(capture));
  }

  /** What is added up of it; empty where it is derived from what else is. */
  Optional<Number> summand(Capture capture) {
    return derived.isPresent() ? Optional.empty() : of(capture);
  }

  /**
   * That of some steps; NaN where none of them has it.
   *
   * @param settings with which they were captured
   */
  public double of(VertexSum sum, CaptureSettings settings) {
    return derived
        .map(figure -> figure.applyAsDouble(sum, settings))
        .orElseGet(() -> merge.over(sum.sums()[ordinal()], sum.steps()[ordinal()]));
  }

  /** Whether any of some steps has it: files of earlier versions lack some figures. */
  public boolean isIn(List<VertexSum> sums) {
    return derived.isPresent()
        || sums.isEmpty()
        || sums.stream().anyMatch(sum -> sum.steps()[ordinal()] > 0);
  }
}
