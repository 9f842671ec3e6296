package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures have as many digits as they are worth. */
class RoundedTest {

  @Test
  void aMeanHasTheDecimalsOfItsDeviation() {
    // mean 3, deviation 1.5811, half-width 1.9633
    assertThat(Rounded.mean(of(1, 2, 3, 4, 5), 1)).isEqualTo("3.0 ± 2.0 (1.6)");
    // mean 0.1, deviation 0.00158, half-width 0.00196; in percent
    assertThat(Rounded.mean(of(0.098, 0.099, 0.1, 0.101, 0.102), 100))
        .isEqualTo("10.00 ± 0.20 (0.16)");
    // mean 300, deviation 158.1, half-width 196.3
    assertThat(Rounded.mean(of(100, 200, 300, 400, 500), 1)).isEqualTo("300 ± 196 (158)");
  }

  @Test
  void runsThatCameToTheSameSaySo() {
    assertThat(Rounded.mean(of(0.5, 0.5), 1)).isEqualTo("0.500 ± 0 (0)");
  }

  @Test
  void oneRunIsSaidToBeOne() {
    assertThat(Rounded.mean(of(0.034), 100)).isEqualTo("3.40 (one run)");
    assertThat(Rounded.median(of(2.5))).isEqualTo("2.50 (one run)");
  }

  @Test
  void whatNoRunHasIsADash() {
    assertThat(Rounded.mean(of(), 1)).isEqualTo("–");
    assertThat(Rounded.median(of())).isEqualTo("–");
  }

  @Test
  void largeAndSmallFiguresHaveAPowerOfTen() {
    assertThat(Rounded.median(of(2.3, 410, 7.5e20))).isEqualTo("410 (2.30 to 7.5e20)");
    assertThat(Rounded.median(of(0.00001, 0.00002, 0.5))).isEqualTo("2.0e-5 (1.0e-5 to 0.500)");
  }

  private static Sample of(double... values) {
    return new Sample(values);
  }
}
