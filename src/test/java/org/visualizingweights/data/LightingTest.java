package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LightingTest {

  @Test
  void brightnessMovesMiddleGreyToItself() {
    // sigmoid(logit(0.5) + logit(0.6)) = 0.6
    assertThat(Lighting.of(0.6, 1).apply(0.5f)).isCloseTo(0.6f, within(1e-6f));
  }

  @Test
  void contrastScalesTheLogit() {
    // logit(0.8) = ln 4; half of it is ln 2, whose sigmoid is 2/3.
    assertThat(Lighting.of(0.5, 0.5).apply(0.8f)).isCloseTo(2 / 3f, within(1e-6f));
  }

  @Test
  void brightnessComesBeforeContrast() {
    // (logit(0.8) + logit(0.8)) * 0.5 = logit(0.8); the other way round it would be more.
    assertThat(Lighting.of(0.8, 0.5).apply(0.8f)).isCloseTo(0.8f, within(1e-6f));
  }

  @Test
  void blackAndWhiteStayNearlyWhatTheyAre() {
    Lighting strongest = Lighting.of(0.6, 0.8);

    // fastai clamps to 1e-7: 0.8 * (ln 1e-7 + ln 1.5) = -12.57, whose sigmoid is 3.5e-6.
    assertThat(strongest.apply(0)).isCloseTo(3.5e-6f, within(1e-7f));
    assertThat(strongest.apply(1)).isCloseTo(1f, within(1e-5f));
  }
}
