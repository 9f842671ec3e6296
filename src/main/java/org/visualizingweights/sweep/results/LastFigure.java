package org.visualizingweights.sweep.results;

import java.util.OptionalDouble;
import java.util.function.Function;
import org.visualizingweights.run.EpochMetrics;

/** A figure of the last epoch of a run, over which repeats are summed up. */
enum LastFigure {
  ERROR_RATE("error_rate", "error rate, %", EpochMetrics::errorRate),
  VALID_LOSS("valid_loss", "validation loss", EpochMetrics::validLoss),
  TRAIN_LOSS("train_loss", "training loss", epoch -> OptionalDouble.of(epoch.trainLoss()));

  /** Losses that are so many times as large as others have no mean that says anything of most. */
  private static final double DECADES = 100;

  private final String column;
  private final String title;
  private final Function<EpochMetrics, OptionalDouble> figure;

  LastFigure(String column, String title, Function<EpochMetrics, OptionalDouble> figure) {
    this.column = column;
    this.title = title;
    this.figure = figure;
  }

  /** As files have it. */
  String column() {
    return column;
  }

  /** As people read it. */
  String title() {
    return title;
  }

  OptionalDouble of(EpochMetrics epoch) {
    return figure.apply(epoch);
  }

  /** So many times as large do people read it. */
  double times() {
    return this == ERROR_RATE ? 100 : 1;
  }

  /** Whether repeats of this are too far apart to have a mean. */
  boolean isWide(Sample sample) {
    return this != ERROR_RATE
        && sample.n() > 1
        && sample.largest() > DECADES * Math.max(0, sample.smallest());
  }
}
