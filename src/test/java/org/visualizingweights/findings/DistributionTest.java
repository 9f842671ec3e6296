package org.visualizingweights.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Magnitudes;

class DistributionTest {
  private static Distribution of(int first, long... counts) {
    Distribution distribution = new Distribution();
    distribution.add(new Magnitudes(first, counts));
    return distribution;
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
    Distribution distribution = of(125, 1, 2, 3);
    distribution.add(new Magnitudes(256 + 125, new long[] {4}));

    assertThat(distribution.shareBelow(-2)).isZero();
    assertThat(distribution.shareBelow(-1)).isEqualTo(0.5);
    assertThat(distribution.shareBelow(0)).isEqualTo(0.7);
    assertThat(distribution.shareBelow(1000)).isEqualTo(1);
  }

  @Test
  void zerosAreSmallerThanAnything() {
    assertThat(of(0, 7).shareBelow(-1000)).isEqualTo(1);
  }
}
