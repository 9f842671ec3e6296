package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final Offset<Float> CLOSE = within(1e-5f);

  /** The value that a grey byte has in channel 0: (v / 255 - 0.485) / 0.229. */
  private static float red(double value) {
    return (float) ((value / 255 - 0.485) / 0.229);
  }

  private static float[] channel0(int[][] image, int size, Homography place) {
    float[] all =
        new Sampler(TestImages.grey(image), size)
            .sample(TestImages.grey(image), 0, new Augmentation(place, Lighting.NEUTRAL));
    return java.util.Arrays.copyOf(all, size * size);
  }

  private static void assertShows(float[] actual, double... values) {
    assertThat(actual).hasSize(values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(actual[i]).as("pixel %s", i).isCloseTo(red(values[i]), CLOSE);
    }
  }

  @Test
  void withoutChangeEachPixelIsItself() {
    int[][] image = {{0, 10, 20}, {30, 40, 50}, {60, 70, 255}};

    assertShows(channel0(image, 3, Homography.IDENTITY), 0, 10, 20, 30, 40, 50, 60, 70, 255);
  }

  @Test
  void enlargingInterpolatesBetweenTheCentresOfTheCornerPixels() {
    // 2x2 to 3x3: the new row and column lie halfway.
    assertShows(
        channel0(new int[][] {{0, 100}, {200, 40}}, 3, Homography.IDENTITY),
        0,
        50,
        100,
        100,
        85,
        70,
        200,
        120,
        40);
  }

  @Test
  void aFlipExchangesLeftAndRight() {
    assertShows(
        channel0(new int[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, 3, Homography.flip()),
        3,
        2,
        1,
        6,
        5,
        4,
        9,
        8,
        7);
  }

  @Test
  void aRotationBy90DegreesTurnsTheGrid() {
    // fastai's matrix takes (x, y) to (-y, x): the upper left pixel shows the upper right one.
    assertShows(
        channel0(new int[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, 3, Homography.rotation(90)),
        3,
        6,
        9,
        2,
        5,
        8,
        1,
        4,
        7);
  }

  @Test
  void theEdgesAreMirrored() {
    // Half a width to the right: pixels 1, 2, then 2 mirrored at its centre is pixel 1 again.
    assertShows(
        channel0(
            new int[][] {{10, 20, 30}, {10, 20, 30}, {10, 20, 30}},
            3,
            Homography.affine(1, 0, 1, 0, 1, 0)),
        20,
        30,
        20,
        20,
        30,
        20,
        20,
        30,
        20);
  }

  @Test
  void greyIsRepeatedAndNormalisedAsImageNetIs() {
    float[] values =
        new Sampler(TestImages.grey(new int[][] {{255, 255}, {255, 255}}), 2)
            .sample(TestImages.grey(new int[][] {{255, 255}, {255, 255}}), 0, Augmentation.NONE);

    // (1 - mean) / std of ImageNet, by hand
    assertThat(values[0]).isCloseTo(2.248908f, CLOSE);
    assertThat(values[4]).isCloseTo(2.428571f, CLOSE);
    assertThat(values[8]).isCloseTo(2.64f, CLOSE);
  }

  @Test
  void coloursKeepTheirChannels() {
    ImagesInMemory images = TestImages.noise(1, 3, 4, 2);
    byte[] pixels = new byte[48];
    images.read(0, pixels);

    float[] values = new Sampler(images, 4).sample(images, 0, Augmentation.NONE);

    assertThat(values[5]).isCloseTo(red(pixels[5] & 0xff), CLOSE);
    assertThat(values[16 + 5])
        .isCloseTo((float) (((pixels[16 + 5] & 0xff) / 255.0 - 0.456) / 0.224), CLOSE);
    assertThat(values[32 + 5])
        .isCloseTo((float) (((pixels[32 + 5] & 0xff) / 255.0 - 0.406) / 0.225), CLOSE);
  }
}
