package org.visualizingweights.data;

import java.util.Locale;
import java.util.Map;
import org.visualizingweights.data.painting.Handwriting;
import org.visualizingweights.host.Threads;

/**
 * Handwritten digits that nobody wrote: drawn by a program, in the form of MNIST, for runs that
 * need no file.
 *
 * <p>Image i shows digit i modulo 10, and follows from the seed and i alone.
 */
final class SyntheticDigits {
  private static final ImagesInMemory.Shape SHAPE =
      new ImagesInMemory.Shape(1, Handwriting.SIDE, Handwriting.SIDE);

  private SyntheticDigits() {}

  /** Draws images, on all threads. */
  static ImagesInMemory draw(int images, long seed) {
    byte[] pixels = new byte[images * SHAPE.values()];
    byte[] labels = new byte[images];
    Threads.share(
        images,
        i -> {
          labels[i] = (byte) (i % 10);
          float[] ink = Handwriting.write(labels[i], Randomness.DIGITS.at(seed, i));
          for (int p = 0; p < ink.length; p++) {
            pixels[i * ink.length + p] = (byte) Math.round(255 * ink[p]);
          }
        });
    Provenance provenance =
        new Provenance(
            "synthetic-digits",
            String.format(Locale.ROOT, "%,d digits drawn from seed %d", images, seed),
            Map.of());
    return new ImagesInMemory(SHAPE, pixels, labels, Mnist.DIGITS, provenance);
  }
}
