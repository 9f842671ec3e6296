package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class FractalsTest {
  private static final int VALUES = 3 * Fractals.SIDE * Fractals.SIDE;

  private final ImageSet pictures = Fractals.of(100_000, 42);

  private static byte[] picture(ImageSet pictures, int index) {
    byte[] pixels = new byte[VALUES];
    pictures.read(index, pixels);
    return pixels;
  }

  /** The mean absolute difference of two pictures, of 255. */
  private static double distance(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return (double) sum / a.length;
  }

  @Test
  void areColourPicturesOfManyClasses() {
    assertThat(pictures.channels()).isEqualTo(3);
    assertThat(pictures.height()).isEqualTo(32);
    assertThat(pictures.width()).isEqualTo(32);
    assertThat(pictures.classes()).hasSize(256).doesNotHaveDuplicates();
    assertThat(pictures.label(513)).isEqualTo(1);
    assertThat(pictures.provenance().name()).isEqualTo("fractals");
    assertThat(pictures.provenance().origin()).contains("seed 42");
  }

  @Test
  void followFromSeedAndIndexAloneWhateverReadsThem() {
    List<byte[]> inTurn = IntStream.range(0, 400).mapToObj(i -> picture(pictures, i)).toList();

    ImageSet again = Fractals.of(1_000, 42);
    List<byte[]> atOnce =
        IntStream.range(0, 400).parallel().mapToObj(i -> picture(again, 399 - i)).toList();

    ImageSet others = Fractals.of(1_000, 43);
    for (int i = 0; i < 400; i++) {
      assertThat(atOnce.get(399 - i)).isEqualTo(inTurn.get(i)).isNotEqualTo(picture(others, i));
    }
  }

  @Test
  void noTwoAreAlike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 4_000; i++) {
      assertThat(seen.add(java.util.Arrays.toString(picture(pictures, i)))).isTrue();
    }
  }

  @Test
  void aClassShowsItselfInManyWays() {
    for (int c = 0; c < Fractals.CLASSES; c += 16) {
      List<Double> distances = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        distances.add(
            distance(
                picture(pictures, c + 2 * i * Fractals.CLASSES),
                picture(pictures, c + (2 * i + 1) * Fractals.CLASSES)));
      }
      assertThat(distances).as("class %s", c).allMatch(distance -> distance > 8);
    }
  }

  @Test
  void classesCanBeToldApartThoughNotByTheirMeans() {
    int[] classes = IntStream.range(0, 64).toArray();
    double[][] means = new double[classes.length][VALUES];
    for (int c : classes) {
      for (int i = 0; i < 64; i++) {
        byte[] pixels = picture(pictures, c + i * Fractals.CLASSES);
        for (int p = 0; p < VALUES; p++) {
          means[c][p] += (pixels[p] & 0xff) / 64.0;
        }
      }
    }
    int right = 0;
    int tries = 0;
    for (int c : classes) {
      for (int i = 64; i < 74; i++, tries++) {
        right += nearest(means, picture(pictures, c + i * Fractals.CLASSES)) == c ? 1 : 0;
      }
    }
    // By chance 1 of 64. Shapes that move and turn blur a mean, and what is left are colours.
    assertThat((double) right / tries).isBetween(0.05, 0.6);
  }

  private static int nearest(double[][] means, byte[] pixels) {
    int nearest = 0;
    double shortest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int p = 0; p < pixels.length; p++) {
        double difference = (pixels[p] & 0xff) - means[c][p];
        distance += difference * difference;
      }
      if (distance < shortest) {
        shortest = distance;
        nearest = c;
      }
    }
    return nearest;
  }

  @Test
  void asManyAsThereCanBeNeedNoMemory() {
    ImageSet all = Fractals.of(Integer.MAX_VALUE, 42);

    assertThat(all.size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(picture(all, Integer.MAX_VALUE - 1)).isNotEqualTo(picture(all, 254));
  }

  @Test
  void arePaintedFasterThanANetworkLearnsFromThem() {
    // About 0.1 ms each; a training step on two cores takes more than 1 ms an image.
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () -> IntStream.range(0, 10_000).forEach(i -> picture(pictures, i)));
  }
}
