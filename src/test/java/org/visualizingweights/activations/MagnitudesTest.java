package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MagnitudesTest {
  private static Magnitudes of(int first, long... counts) {
    return new Magnitudes(first, counts);
  }

  @Test
  void theDistanceIsThatOfScipy() {
    // scipy.spatial.distance.jensenshannon([0.5, 0.5], [1, 0], base=2)
    assertThat(of(127, 5, 5).distance(of(127, 70))).isCloseTo(0.5579230452841438, within(1e-12));
    assertThat(of(127, 1, 2, 3).distance(of(127, 10, 20, 30))).isZero();
    assertThat(of(127, 1).distance(of(128, 1))).isEqualTo(1);
  }

  @Test
  void smallMagnitudesOfBothSignsAreCounted() {
    // 1 in [1/4, 1/2), 2 in [1/2, 1), 3 in [1, 2) and 4 in (-1/2, -1/4]
    Magnitudes both = of(125, 1, 2, 3).plus(of(256 + 125, 4));

    assertThat(both.shareBelow(-2)).isZero();
    assertThat(both.shareBelow(-1)).isEqualTo(0.5);
    assertThat(both.shareBelow(0)).isEqualTo(0.7);
    assertThat(both.shareBelow(1000)).isEqualTo(1);
  }

  @Test
  void zerosAreSmallerThanAnything() {
    assertThat(of(0, 7).shareBelow(-1000)).isEqualTo(1);
  }

  @Test
  void aSumHasTheCountsOfBoth() {
    Magnitudes one = of(0, 1, 0, 2);
    Magnitudes other = of(500, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4);

    Magnitudes sum = one.plus(other).plus(of(2, 5, 0));

    assertThat(sum.first()).isZero();
    assertThat(sum.counts()).hasSize(512);
    assertThat(sum.count(2)).isEqualTo(7);
    assertThat(sum.count(501)).isEqualTo(3);
    assertThat(sum.count(511)).isEqualTo(4);
    assertThat(sum.total()).isEqualTo(15);
    assertThat(one.counts()).containsExactly(1, 0, 2);
  }

  /** 2 in [1, 2), 3 in [4, 8), 5 in (-1, -1/2], and 7 that are zero, 11 that are not finite. */
  @Test
  void powersAreThoseOfTheValues() {
    Magnitudes magnitudes =
        of(127, 2, 0, 3).plus(of(256 + 126, 5)).plus(of(256, 7)).plus(of(255, 11));

    assertThat(magnitudes.positive().first()).isZero();
    assertThat(magnitudes.positive().at(2)).isEqualTo(3);
    assertThat(magnitudes.positive().end()).isEqualTo(3);
    assertThat(magnitudes.negative().at(-1)).isEqualTo(5);
    assertThat(magnitudes.tiny()).isEqualTo(7);
  }
}
