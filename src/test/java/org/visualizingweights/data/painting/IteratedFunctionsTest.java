package org.visualizingweights.data.painting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.visualizingweights.data.painting.IteratedFunctions.Points;
import org.visualizingweights.data.painting.IteratedFunctions.Spread;

class IteratedFunctionsTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void fractalsAreNeitherThinNorDustNorBlots() {
    for (int i = 0; i < 50; i++) {
      Spread spread = Spread.of(IteratedFunctions.random(random).points(2000, random));

      // With other points than those that it was chosen by.
      assertThat(spread.flatness()).isGreaterThan(0.1);
      assertThat(spread.filled()).isBetween(0.2, 0.9);
    }
  }

  @Test
  void variationKeepsAFractalBoundedAndNearItself() {
    for (int i = 0; i < 50; i++) {
      IteratedFunctions functions = IteratedFunctions.random(random);
      Spread before = Spread.of(functions.points(2000, random));
      Points points = functions.varied(0.06, random).points(2000, random);

      assertThat(points.x()).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
      assertThat(Spread.of(points).deviation() / before.deviation()).isBetween(0.6, 1.6);
      for (float tint : points.tint()) {
        assertThat(tint).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void spreadOfASquareAndOfALine() {
    int side = 64;
    float[] x = new float[side * side];
    float[] y = new float[side * side];
    for (int i = 0; i < x.length; i++) {
      x[i] = 3 + (float) (i % side) / side;
      y[i] = (float) (i / side) / side;
    }
    Spread square = Spread.of(new Points(x, y, x));

    // The variance of a uniform distribution over a unit is 1/12; a square of side s fills the
    // part (s / 4 deviations) squared, 3/4, of the cells.
    assertThat(square.deviation()).isCloseTo(Math.sqrt(1 / 12.0), within(0.001));
    assertThat(square.flatness()).isCloseTo(1, within(0.001));
    assertThat(square.meanX()).isCloseTo(3.5, within(0.01));
    assertThat(square.filled()).isCloseTo(0.75, within(0.06));
    assertThat(Spread.of(new Points(y, y, y)).flatness()).isCloseTo(0, within(0.001));
  }
}
