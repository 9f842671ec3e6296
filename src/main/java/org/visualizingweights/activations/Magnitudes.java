package org.visualizingweights.activations;

import java.util.Arrays;

/**
 * A histogram over sign and power of two, so that no magnitude is ever out of the picture.
 *
 * <p>A class is the upper nine bits of a float: its sign and its exponent. Class {@code 127} holds
 * [1, 2), {@code 128} holds [2, 4), {@code 256 + 127} holds (-2, -1]; {@code 0} and {@code 256}
 * hold zero and the subnormal numbers, {@code 255} and {@code 511} what is not finite. Only the
 * span from the first class in use to the last is kept.
 *
 * @param first the class of {@code counts[0]}
 * @param counts of the classes from {@code first} on
 */
public record Magnitudes(int first, long[] counts) {
  /** Number of classes. */
  public static final int CLASSES = 512;

  public Magnitudes {
    if (first < 0 || first + (long) counts.length > CLASSES) {
      throw new IllegalArgumentException(
          "there are no %s classes from %s on".formatted(counts.length, first));
    }
  }

  /** Keeps the span in use of the counts of all classes; where all are zero, one class. */
  static Magnitudes of(long[] all) {
    int first = 0;
    while (first < all.length - 1 && all[first] == 0) {
      first++;
    }
    int end = all.length;
    while (end > first + 1 && all[end - 1] == 0) {
      end--;
    }
    return new Magnitudes(first, Arrays.copyOfRange(all, first, end));
  }

  /** The count of a class, 0 to {@link #CLASSES} - 1. */
  public long count(int magnitudeClass) {
    int i = magnitudeClass - first;
    return i < 0 || i >= counts.length ? 0 : counts[i];
  }
}
