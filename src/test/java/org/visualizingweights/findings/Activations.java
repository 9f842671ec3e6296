package org.visualizingweights.findings;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Magnitudes;

/** Captures of made-up activations, counted plainly: 40 bins over [0, 10]. */
final class Activations {
  private static final int COUNT = 4000;
  private static final int CHANNELS = 100;

  private Activations() {}

  /** Normal values of mean zero. */
  static Capture normal(String vertex, double deviation, long seed) {
    return normal(vertex, deviation, seed, 0);
  }

  /** The same, with some of 100 channels dead. */
  static Capture normal(String vertex, double deviation, long seed, int dead) {
    Random random = new Random(seed);
    double[] values =
        IntStream.range(0, COUNT).mapToDouble(i -> random.nextGaussian() * deviation).toArray();
    return of(vertex, values, 0, dead);
  }

  /** So many normal values of mean zero. */
  static Capture few(String vertex, int count, double deviation, long seed) {
    Random random = new Random(seed);
    return of(
        vertex,
        IntStream.range(0, count).mapToDouble(i -> random.nextGaussian() * deviation).toArray(),
        0,
        0);
  }

  /** Values from 0 to 1, and as many that are not a number. */
  static Capture halfNotFinite(String vertex, long seed) {
    return of(vertex, new Random(seed).doubles(COUNT).toArray(), COUNT, 0);
  }

  private static Capture of(String vertex, double[] values, long nans, int dead) {
    long[] bins = new long[40];
    long[] magnitudes = new long[Magnitudes.CLASSES];
    magnitudes[255] = nans;
    for (double value : values) {
      if (value >= 0 && value < 10) {
        bins[(int) (value * 4)]++;
      }
      magnitudes[Float.floatToRawIntBits((float) value) >>> 23]++;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
    return new Capture(
        vertex,
        bins,
        Arrays.stream(values).filter(x -> x < 0).count(),
        Arrays.stream(values).filter(x -> x >= 10).count(),
        0,
        nans,
        0,
        new Magnitudes(0, magnitudes),
        mean,
        Math.sqrt(square - mean * mean),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow(),
        Optional.of(new ChannelCounts(CHANNELS, dead, 0)));
  }
}
