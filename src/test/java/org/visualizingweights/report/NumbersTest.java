package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0", "1, 1", "-0.5, −0.5", "0.103, 0.103", "0.001, 0.001", "0.00001, 1e-5", "42.44, 42.4",
    "401, 401", "999.6, 1k", "3496, 3.5k", "10000, 10k", "1e6, 1M", "-2.55e6, −2.55M",
        "3.2e12, 3.2e12",
    "NaN, NaN", "Infinity, ∞", "-Infinity, −∞"
  })
  void valuesAreShort(double value, String text) {
    assertThat(Numbers.value(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0%",
    "1, 100%",
    "0.0553, 5.5%",
    "0.5, 50.0%",
    "0.00001, <0.1%",
    "0.99999, >99.9%",
    "NaN, unknown"
  })
  void sharesArePercentAndOnlyNoneIsZero(double share, String text) {
    assertThat(Numbers.percent(share)).isEqualTo(text);
  }
}
