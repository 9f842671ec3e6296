package org.visualizingweights.findings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.visualizingweights.run.EpochMetrics;

/**
 * What the files of a run say, summed up.
 *
 * @param vertices that were captured, first layers first; empty where none were
 * @param groups of layers with weights, first layers first; empty where nothing was recorded of
 *     them
 * @param epochs that are over
 * @param randomStart whether training started from random weights
 * @param validated whether every epoch is validated; where not, and no error rate is known, the
 *     loss has to do
 * @param guessing the loss of guessing among the classes, where the loss is of that kind
 */
record Evidence(
    List<VertexSummary> vertices,
    LossSummary loss,
    List<GroupWeights> groups,
    List<EpochMetrics> epochs,
    boolean randomStart,
    boolean validated,
    OptionalDouble guessing) {

  /** A loss that is so many times that of the first step has diverged. */
  static final double DIVERGED = 2;

  /** A network that makes more than this part of the mistakes of guessing makes many. */
  static final double MANY_OF_GUESSING = 2 / 3.0;

  /** One that makes at most this part of them, or is right so many times as often, has learned. */
  static final double BETTER_THAN_GUESSING = 0.9;

  static final double TIMES_RIGHT = 3;

  /** Where guessing is not known, a network that makes more mistakes than this, */
  static final double MANY_MISTAKES = 0.5;

  /** and whose loss is above this part of the first step's, has learned nothing. */
  static final double NOTHING_LEARNED = 0.5;

  /** Where no error rate is known, a loss has not fallen that is above this part of what it was. */
  static final double STILL = 0.95;

  /** A loss alone tells something only after so many captured steps. */
  static final int ENOUGH_STEPS = 100;

  /** The last epoch that was validated. */
  Optional<EpochMetrics> lastValidated() {
    return epochs.stream()
        .filter(epoch -> epoch.validation().isPresent())
        .reduce((earlier, later) -> later);
  }

  /** The error rate of the last epoch that has one. */
  OptionalDouble errorRate() {
    return epochs.stream()
        .flatMapToDouble(epoch -> epoch.errorRate().stream())
        .reduce((earlier, later) -> later);
  }

  /** Whether the loss has to do, as no error rate is known or to be expected. */
  boolean tellsByLoss() {
    return !validated && errorRate().isEmpty();
  }

  Outcome outcome() {
    if (loss.endsNotFinite()) {
      return Outcome.DIVERGED;
    }
    if (tellsByLoss()) {
      return outcomeByLoss();
    }
    OptionalDouble errorRate = errorRate();
    boolean bad = errorRate.isEmpty() || !(errorRate.getAsDouble() <= manyMistakes());
    if (bad && loss.growth() >= DIVERGED) {
      return Outcome.DIVERGED;
    }
    if (errorRate.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    return bad ? outcomeOfMany(errorRate.getAsDouble()) : Outcome.LEARNED;
  }

  /** The error rate of guessing among the classes, where their number is known. */
  OptionalDouble guessingErrorRate() {
    return guessing.isPresent()
        ? OptionalDouble.of(1 - Math.exp(-guessing.getAsDouble()))
        : OptionalDouble.empty();
  }

  private double manyMistakes() {
    OptionalDouble chance = guessingErrorRate();
    return chance.isPresent() ? MANY_OF_GUESSING * chance.getAsDouble() : MANY_MISTAKES;
  }

  /** Of many mistakes: they may be fewer than those of guessing all the same. */
  private Outcome outcomeOfMany(double errorRate) {
    if (guessing.isEmpty()) {
      return loss.growth() <= NOTHING_LEARNED ? Outcome.LEARNED : Outcome.NOTHING_LEARNED;
    }
    double chance = guessingErrorRate().orElseThrow();
    if (errorRate <= BETTER_THAN_GUESSING * chance || 1 - errorRate >= TIMES_RIGHT * (1 - chance)) {
      return Outcome.SOMETHING_LEARNED;
    }
    return lossBetterThanGuessing() ? Outcome.NOTHING_IN_VALIDATION : Outcome.NOTHING_LEARNED;
  }

  private boolean lossBetterThanGuessing() {
    return guessing.isPresent() && loss.latest() <= STILL * guessing.getAsDouble();
  }

  /** One that guesses better than chance may have been trained before. */
  private Outcome outcomeByLoss() {
    boolean better = lossBetterThanGuessing();
    if (loss.growth() >= DIVERGED && !better) {
      return Outcome.DIVERGED;
    }
    if (loss.steps() < ENOUGH_STEPS) {
      return Outcome.UNKNOWN;
    }
    boolean chance = guessing.isPresent() ? !better : loss.growth() > STILL;
    return chance
        ? Outcome.NOTHING_LEARNED
        : loss.growth() <= NOTHING_LEARNED ? Outcome.LEARNED : Outcome.UNKNOWN;
  }

  boolean failed() {
    return outcome() == Outcome.DIVERGED || outcome() == Outcome.NOTHING_LEARNED;
  }

  /** The severity of what is harmless as long as a network learns. */
  Severity severity() {
    return failed() ? Severity.WARNING : Severity.NOTE;
  }
}
