package org.visualizingweights.data.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.visualizingweights.data.painting.Painting.Colour;

class PaintingTest {

  private static int[] written(Painting painting, int side) {
    byte[] pixels = new byte[3 * side * side];
    painting.write(pixels, 0, new SplittableRandom(1));
    int[] values = new int[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return values;
  }

  /** Corners of the colour hexagon, and its middle. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 255, 0, 0",
    "1, 1, 1, 255, 0, 0",
    "-0.5, 1, 1, 0, 255, 255",
    "0.16666667, 1, 1, 255, 255, 0",
    "0.33333333, 1, 1, 0, 255, 0",
    "0.66666667, 1, 1, 0, 0, 255",
    "0.8, 0, 0.2, 51, 51, 51",
    "0, 0.6, 1, 255, 102, 102",
    "0.3, 2, -1, 0, 0, 0",
  })
  void coloursAreThoseOfHueSaturationAndValue(
      double hue, double saturation, double value, int red, int green, int blue) {
    Painting painting = new Painting(1);
    painting.cover(0, Colour.of(hue, saturation, value), 1);

    assertThat(written(painting, 1)).containsExactly(red, green, blue);
  }

  @Test
  void layersCoverEachOtherAsFarAsTheyAreOpaque() {
    Painting painting = new Painting(2);
    painting.fill(new float[] {0, 0.5f, 1, 1}, new Colour(0, 0, 0), new Colour(1, 1, 1));
    painting.cover(3, new Colour(0, 1, 0), 0.4f);

    assertThat(written(painting, 2))
        .containsExactly(0, 128, 255, 153, 0, 128, 255, 255, 0, 128, 255, 153);
  }

  @Test
  void lightFallsFromOneSideAndNothingLeavesTheRange() {
    Painting painting = new Painting(4);
    painting.fill(new float[16], new Colour(0.5f, 1, 0), new Colour(0, 0, 0));
    painting.shade(0.1, 0);

    int[] values = written(painting, 4);
    assertThat(values[0]).isEqualTo(102); // 0.5 x 0.8 x 255
    assertThat(values[3]).isEqualTo(140); // 0.5 x 1.1 x 255
    assertThat(values[16]).isEqualTo(204);
    assertThat(values[19]).isEqualTo(255);
  }

  @ParameterizedTest
  @EnumSource(Texture.Pattern.class)
  void everyTextureHasContrastAndStaysInItsRange(Texture.Pattern kind) {
    float[] values = new Texture(kind, 8, 1).draw(32, new SplittableRandom(1));

    double mean = 0;
    double squares = 0;
    for (float value : values) {
      assertThat(value).isBetween(0f, 1f);
      mean += value / values.length;
      squares += value * value / values.length;
    }
    assertThat(Math.sqrt(squares - mean * mean)).isBetween(0.1, 0.5);
  }
}
