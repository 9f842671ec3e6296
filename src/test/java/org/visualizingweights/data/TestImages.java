package org.visualizingweights.data;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Small image sets for tests. */
public final class TestImages {
  private TestImages() {}

  /** Images of random bytes; image i has label i % classes. */
  public static ImagesInMemory noise(int images, int channels, int side, int classes) {
    byte[] pixels = new byte[images * channels * side * side];
    new Random(1).nextBytes(pixels);
    byte[] labels = new byte[images];
    for (int i = 0; i < images; i++) {
      labels[i] = (byte) (i % classes);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "class" + c).toList();
    return new ImagesInMemory(
        new ImagesInMemory.Shape(channels, side, side), pixels, labels, names, provenance());
  }

  /** One grey image. */
  static ImagesInMemory grey(int[][] rows) {
    byte[] pixels = new byte[rows.length * rows[0].length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        pixels[y * rows[y].length + x] = (byte) rows[y][x];
      }
    }
    return new ImagesInMemory(
        new ImagesInMemory.Shape(1, rows.length, rows[0].length),
        pixels,
        new byte[1],
        List.of("only"),
        provenance());
  }

  private static Provenance provenance() {
    return new Provenance("test", "made by a test", Map.of());
  }
}
