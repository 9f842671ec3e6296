package org.visualizingweights.sweep.results;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.visualizingweights.findings.Outcome;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.sweep.plan.Combination;

/**
 * The runs of a combination, and which of them have figures that can be averaged.
 *
 * @param results in the order of the combination's runs
 */
record Repeats(Combination combination, List<RunResult> results) {

  /** Whether a run counts in the means of its combination, and if not, why. */
  enum Standing {
    COUNTED,
    /** It finished, and a figure of its last epoch is NaN or infinite. */
    NOT_FINITE,
    FAILED,
    STOPPED,
    INTERRUPTED,
    /** It finished, or has a folder, and figures that others have cannot be read. */
    UNREADABLE,
    RUNNING,
    MISSING;

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As in {@code 2 not finite}. */
    String words() {
      return column().replace('_', ' ').replace("missing", "not begun");
    }
  }

  /** How many runs have each standing. */
  Map<Standing, Integer> standings() {
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    results.forEach(result -> counts.merge(standing(result), 1, Integer::sum));
    return counts;
  }

  int counted() {
    return standings().getOrDefault(Standing.COUNTED, 0);
  }

  /** How many diverged, be they finite or not, finished or not. */
  long diverged() {
    return results.stream()
        .filter(result -> result.symptoms().outcome() == Outcome.DIVERGED)
        .count();
  }

  /** A figure of the runs that count; of none where none of them has it. */
  Sample sample(LastFigure figure) {
    return new Sample(
        results.stream()
            .filter(result -> standing(result) == Standing.COUNTED)
            .flatMap(result -> result.lastEpoch().stream())
            .flatMapToDouble(epoch -> figure.of(epoch).stream())
            .toArray());
  }

  /**
   * Whether a figure of the runs that finished, counted or not, is so far apart that it has no mean
   * that says anything of most.
   */
  boolean isWide(LastFigure figure) {
    double[] finite =
        results.stream()
            .flatMap(result -> result.lastEpoch().stream())
            .flatMapToDouble(epoch -> figure.of(epoch).stream())
            .filter(Double::isFinite)
            .toArray();
    return figure.isWide(new Sample(finite));
  }

  private Standing standing(RunResult result) {
    return switch (result.ending()) {
      case FINISHED -> ofFinished(result);
      case FAILED -> Standing.FAILED;
      case STOPPED -> Standing.STOPPED;
      case INTERRUPTED -> Standing.INTERRUPTED;
      case UNREADABLE -> Standing.UNREADABLE;
      case RUNNING -> Standing.RUNNING;
      case MISSING -> Standing.MISSING;
    };
  }

  private Standing ofFinished(RunResult result) {
    if (result.lastEpoch().isEmpty()) {
      return Standing.UNREADABLE;
    }
    EpochMetrics epoch = result.lastEpoch().orElseThrow();
    boolean complete = true;
    for (LastFigure figure : LastFigure.values()) {
      OptionalDouble value = figure.of(epoch);
      if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
        return Standing.NOT_FINITE;
      }
      complete &= value.isPresent() || !isKnown(figure);
    }
    return complete ? Standing.COUNTED : Standing.UNREADABLE;
  }

  /** Whether any repeat has the figure: a network that does not classify has no error rate. */
  private boolean isKnown(LastFigure figure) {
    return results.stream()
        .flatMap(result -> result.lastEpoch().stream())
        .anyMatch(epoch -> figure.of(epoch).isPresent());
  }
}
