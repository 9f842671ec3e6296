package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Ten classes: guessing has a loss of ln 10 = 2.303, and twice that is 4.605. */
class HopelessTest {
  private static final int CLASSES = 10;

  @Test
  void aLossThatIsNotFiniteIsHopelessAtOnceForThoseWhoSaySo() {
    TrainingState state = after(2.3, 2.1, Double.NaN);

    assertThat(Hopeless.why(List.of(Hopeless.NOT_FINITE), state, CLASSES))
        .contains("the loss was NaN or infinite at step 2");
    assertThat(Hopeless.why(List.of(Hopeless.DIVERGED), state, CLASSES)).isEmpty();
    assertThat(Hopeless.why(List.of(), state, CLASSES)).isEmpty();
  }

  @Test
  void aLossOfTwiceThatOfGuessingIsHopelessAfterAHundredSteps() {
    assertThat(diverged(constantly(4.7, 99))).isEmpty();
    assertThat(diverged(constantly(4.7, 100)))
        .contains(
            "the smoothed loss was 4.700 at step 99, more than 4.605, twice that of guessing");
    assertThat(diverged(constantly(4.5, 500))).isEmpty();
  }

  @Test
  void aLossThatHasComeDownAgainIsNotHopeless() {
    double[] losses =
        DoubleStream.concat(
                DoubleStream.generate(() -> 20).limit(10), DoubleStream.generate(() -> 1).limit(90))
            .toArray();

    assertThat(diverged(after(losses))).isEmpty();
  }

  private static Optional<String> diverged(TrainingState state) {
    return Hopeless.why(List.of(Hopeless.DIVERGED), state, CLASSES);
  }

  private static TrainingState constantly(double loss, int steps) {
    return after(DoubleStream.generate(() -> loss).limit(steps).toArray());
  }

  private static TrainingState after(double... losses) {
    TrainingState state = TrainingState.START;
    for (double loss : losses) {
      state = state.afterStep(loss);
    }
    return state;
  }
}
