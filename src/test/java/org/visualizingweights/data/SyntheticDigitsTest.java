package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
  private static ImageSet digits;

  @BeforeAll
  static void draw() {
    digits = SyntheticDigits.draw(6000, 42);
  }

  private static byte[] pixels(ImageSet images, int index) {
    byte[] pixels = new byte[images.channels() * images.height() * images.width()];
    images.read(index, pixels);
    return pixels;
  }

  @Test
  void haveTheFormOfMnist() {
    assertThat(digits.size()).isEqualTo(6000);
    assertThat(digits.channels()).isEqualTo(1);
    assertThat(digits.height()).isEqualTo(28);
    assertThat(digits.width()).isEqualTo(28);
    assertThat(digits.classes()).hasSize(10);
    assertThat(digits.label(17)).isEqualTo(7);
    assertThat(digits.provenance().name()).isEqualTo("synthetic-digits");
    assertThat(digits.provenance().origin()).contains("seed 42");
  }

  @Test
  void followFromSeedAndIndexAlone() {
    ImageSet fewer = SyntheticDigits.draw(100, 42);
    ImageSet others = SyntheticDigits.draw(100, 43);

    for (int i = 0; i < 100; i++) {
      assertThat(pixels(fewer, i)).isEqualTo(pixels(digits, i)).isNotEqualTo(pixels(others, i));
    }
  }

  @Test
  void haveAsMuchInkAsMnist() {
    // MNIST's training images have mean 0.1307 and standard deviation 0.3081.
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < digits.size(); i++) {
      for (byte pixel : pixels(digits, i)) {
        double value = Byte.toUnsignedInt(pixel) / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / (digits.size() * 784);
    assertThat(mean).isCloseTo(0.1307, within(0.015));
    assertThat(Math.sqrt(squares / (digits.size() * 784) - mean * mean))
        .isCloseTo(0.3081, within(0.03));
  }

  @Test
  void areAsHardToTellApartAsMnist() {
    // The nearest class mean misses 18 % of MNIST's test images.
    double[][] means = new double[10][784];
    int half = digits.size() / 2;
    for (int i = 0; i < half; i++) {
      byte[] pixels = pixels(digits, i);
      for (int p = 0; p < 784; p++) {
        means[digits.label(i)][p] += Byte.toUnsignedInt(pixels[p]) * 10.0 / half;
      }
    }
    int missed = 0;
    for (int i = half; i < digits.size(); i++) {
      missed += nearest(means, pixels(digits, i)) == digits.label(i) ? 0 : 1;
    }
    assertThat((double) missed / half).isBetween(0.12, 0.30);
  }

  private static int nearest(double[][] means, byte[] pixels) {
    int nearest = 0;
    double shortest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int p = 0; p < pixels.length; p++) {
        double difference = Byte.toUnsignedInt(pixels[p]) - means[c][p];
        distance += difference * difference;
      }
      if (distance < shortest) {
        shortest = distance;
        nearest = c;
      }
    }
    return nearest;
  }
}
