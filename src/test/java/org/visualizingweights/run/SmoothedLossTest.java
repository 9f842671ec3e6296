package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmoothedLossTest {
  @Test
  void isTheLossItselfAfterOneStep() {
    assertThat(after(2.5).value()).isEqualTo(2.5, within(1e-12));
  }

  @Test
  void weighsTheLastStepsMost() {
    // By hand: (0.98 * 0.02 * 1 + 0.02 * 2) / (1 - 0.98^2) = 0.0596 / 0.0396
    assertThat(after(1, 2).value()).isEqualTo(0.0596 / 0.0396, within(1e-12));
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    assertThat(after(1, Double.NaN, Double.POSITIVE_INFINITY).value()).isEqualTo(1, within(1e-12));
  }

  @Test
  void isNotANumberWhereNoLossWasFinite() {
    assertThat(after(Double.NaN).value()).isNaN();
  }

  private static SmoothedLoss after(double... losses) {
    SmoothedLoss smoothed = SmoothedLoss.START;
    for (double loss : losses) {
      smoothed = smoothed.plus(loss);
    }
    return smoothed;
  }
}
