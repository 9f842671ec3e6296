package org.visualizingweights.training;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run has come to that need not go on. It is told by the state of training alone, which
 * checkpoints have, so a run that is resumed ends at the step where it would have.
 */
public enum Hopeless {
  /** A loss was NaN or infinite. */
  NOT_FINITE {
    @Override
    Optional<String> why(TrainingState state, int classes) {
      return state.nonFiniteLosses() == 0
          ? Optional.empty()
          : Optional.of("the loss was NaN or infinite at step %s".formatted(state.iteration() - 1));
    }
  },
  /**
   * After {@value #ENOUGH_STEPS} steps of an epoch or more, its smoothed loss is more than {@value
   * #TIMES_GUESSING} times the loss of guessing, ln(classes).
   */
  DIVERGED {
    @Override
    Optional<String> why(TrainingState state, int classes) {
      double loss = state.trainLoss().value();
      double limit = TIMES_GUESSING * Math.log(classes);
      return state.step() < ENOUGH_STEPS || !(loss > limit)
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "the smoothed loss was %.4g at step %d, more than %.4g, twice that of guessing",
                  loss,
                  state.iteration() - 1,
                  limit));
    }
  };

  private static final int ENOUGH_STEPS = 100;
  private static final double TIMES_GUESSING = 2;

  /**
   * @return a sentence, if this is what it has come to
   */
  abstract Optional<String> why(TrainingState state, int classes);

  /** Why a run need not go on, if one of some rules says so. */
  public static Optional<String> why(Collection<Hopeless> rules, TrainingState state, int classes) {
    return rules.stream().flatMap(rule -> rule.why(state, classes).stream()).findFirst();
  }
}
