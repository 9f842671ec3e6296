package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said of repeats. The quantiles of Student's t are those of NIST/SEMATECH's e-Handbook of
 * Statistical Methods, 1.3.6.7.2, column 0.975; the rest is calculated by hand.
 */
class SampleTest {

  /** The deviations from 3 are -2 to 2; their squares add up to 10, and 10 / 4 is 2.5. */
  @Test
  void theIntervalOfFiveRunsHasFourDegreesOfFreedom() {
    Sample sample = new Sample(new double[] {1, 2, 3, 4, 5});

    assertThat(sample.mean()).isEqualTo(3);
    assertThat(sample.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    assertThat(sample.halfWidth()).isCloseTo(2.776 * Math.sqrt(2.5 / 5), within(5e-4));
    assertThat(sample.low()).isCloseTo(3 - 1.963, within(1e-3));
    assertThat(sample.high()).isCloseTo(3 + 1.963, within(1e-3));
  }

  /** Two values that are 2 apart have a deviation of the square root of 2. */
  @ParameterizedTest
  @CsvSource({"2, 12.706", "3, 4.303", "4, 3.182", "10, 2.262"})
  void theFewerRunsTheWiderTheInterval(int n, double quantile) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = i % 2 == 0 ? 0.25 : 0.75;
    }
    Sample sample = new Sample(values);

    assertThat(sample.halfWidth() * Math.sqrt(n) / sample.deviation())
        .isCloseTo(quantile, within(5e-4));
  }

  @Test
  void anIntervalMayReachWhereNoErrorRateIs() {
    // mean 0.02, deviation 0.01414; 12.706 * 0.01
    Sample sample = new Sample(new double[] {0.01, 0.03});

    assertThat(sample.low()).isCloseTo(0.02 - 0.12706, within(1e-5));
  }

  @Test
  void oneRunHasNoSpread() {
    Sample sample = new Sample(new double[] {0.25});

    assertThat(sample.hasSpread()).isFalse();
    assertThat(sample.mean()).isEqualTo(0.25);
    assertThat(sample.deviation()).isNaN();
    assertThat(sample.halfWidth()).isNaN();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    Sample sample = new Sample(new double[] {1000, 1, 3, 2});

    assertThat(sample.median()).isEqualTo(2.5);
    assertThat(sample.smallest()).isEqualTo(1);
    assertThat(sample.largest()).isEqualTo(1000);
  }

  @Test
  void ofNoRunNothingIsKnown() {
    Sample sample = new Sample(new double[0]);

    assertThat(new double[] {sample.mean(), sample.median(), sample.smallest(), sample.largest()})
        .containsOnly(Double.NaN);
  }
}
