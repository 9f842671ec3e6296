package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmoothedLossTest {
  private final SmoothedLoss loss = new SmoothedLoss();

  @Test
  void isTheLossItselfAfterOneStep() {
    loss.add(2.5);
    assertThat(loss.value()).isEqualTo(2.5, within(1e-12));
  }

  @Test
  void weighsTheLastStepsMost() {
    loss.add(1);
    loss.add(2);
    // By hand: (0.98 * 0.02 * 1 + 0.02 * 2) / (1 - 0.98^2) = 0.0596 / 0.0396
    assertThat(loss.value()).isEqualTo(0.0596 / 0.0396, within(1e-12));
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    loss.add(1);
    loss.add(Double.NaN);
    loss.add(Double.POSITIVE_INFINITY);
    assertThat(loss.value()).isEqualTo(1, within(1e-12));
  }

  @Test
  void isNotANumberWhereNoLossWasFinite() {
    loss.add(Double.NaN);
    assertThat(loss.value()).isNaN();
  }
}
