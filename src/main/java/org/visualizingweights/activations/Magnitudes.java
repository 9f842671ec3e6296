package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A histogram over sign and power of two, so that no magnitude is ever out of the picture. It is a
 * value: two of them add up to a third.
 *
 * <p>A class is the upper nine bits of a float: its sign and its exponent. Class {@code 127} holds
 * [1, 2), {@code 128} holds [2, 4), {@code 256 + 127} holds (-2, -1]; {@code 0} and {@code 256}
 * hold zero and the subnormal numbers, {@code 255} and {@code 511} what is not finite. Only the
 * spans in use are kept.
 */
public final class Magnitudes {
  /** Number of classes. */
  public static final int CLASSES = 512;

  static final Magnitudes NONE = new Magnitudes(0, new long[0]);

  /** Classes of either sign. */
  private static final int EXPONENTS = CLASSES / 2;

  private static final int NOT_FINITE = EXPONENTS - 1;

  /** The class of [1, 2), whose power is 0. */
  private static final int ONE = 127;

  private final Side positive;
  private final Side negative;

  /**
   * The counts of one sign.
   *
   * @param tiny of zero and the subnormal numbers
   * @param powers of all other finite numbers
   */
  private record Side(long tiny, PowerCounts powers, long notFinite) {
    /**
     * @param first the class of {@code counts[0]}, from 0 for the first one of the sign
     */
    static Side of(int first, long[] counts) {
      int from = Math.max(1, first);
      int to = Math.min(NOT_FINITE, first + counts.length);
      return new Side(
          at(counts, -first),
          from < to
              ? PowerCounts.of(from - ONE, Arrays.copyOfRange(counts, from - first, to - first))
              : PowerCounts.NONE,
          at(counts, NOT_FINITE - first));
    }

    private static long at(long[] counts, int i) {
      return i < 0 || i >= counts.length ? 0 : counts[i];
    }

    Side plus(Side other) {
      return new Side(tiny + other.tiny, powers.plus(other.powers), notFinite + other.notFinite);
    }

    long count(int exponent) {
      return exponent == 0 ? tiny : exponent == NOT_FINITE ? notFinite : powers.at(exponent - ONE);
    }
  }

  /**
   * Some counts.
   *
   * @param first the class of {@code counts[0]}
   * @param counts of the classes from {@code first} on
   * @throws IllegalArgumentException where there are no such classes
   */
  public Magnitudes(int first, long[] counts) {
    this(Side.of(first, counts), Side.of(first - EXPONENTS, counts));
    if (first < 0 || first + (long) counts.length > CLASSES) {
      throw new IllegalArgumentException(
          "there are no %s classes from %s on".formatted(counts.length, first));
    }
  }

  private Magnitudes(Side positive, Side negative) {
    this.positive = positive;
    this.negative = negative;
  }

  /** Both added up. */
  public Magnitudes plus(Magnitudes other) {
    return new Magnitudes(positive.plus(other.positive), negative.plus(other.negative));
  }

  /** The count of a class, 0 to {@link #CLASSES} - 1. */
  public long count(int magnitudeClass) {
    return (magnitudeClass < EXPONENTS ? positive : negative).count(magnitudeClass % EXPONENTS);
  }

  /** The first class in use; where none is, the last of all. */
  public int first() {
    int first = 0;
    while (first < CLASSES - 1 && count(first) == 0) {
      first++;
    }
    return first;
  }

  /** The counts from the first class in use to the last. */
  public long[] counts() {
    int first = first();
    int end = CLASSES;
    while (end > first + 1 && count(end - 1) == 0) {
      end--;
    }
    return IntStream.range(first, end).mapToLong(this::count).toArray();
  }

  /** The counts of positive values by power of two: 0 is [1, 2). */
  public PowerCounts positive() {
    return positive.powers();
  }

  /** The counts of negative values by power of two: 0 is (-2, -1]. */
  public PowerCounts negative() {
    return negative.powers();
  }

  /** The count of zeros, and of numbers too small to have a power of two of their own. */
  public long tiny() {
    return positive.tiny() + negative.tiny();
  }

  /** All values, finite or not. */
  public long total() {
    return IntStream.range(0, CLASSES).mapToLong(this::count).sum();
  }

  /** The share of the values whose magnitude is below a power of two. */
  public double shareBelow(int power) {
    int end = Math.min(Math.max(power + ONE, 1), EXPONENTS);
    long below =
        IntStream.range(0, end).mapToLong(i -> positive.count(i) + negative.count(i)).sum();
    return (double) below / total();
  }

  /**
   * The Jensen-Shannon distance: 0 where both are the same, 1 where they have nothing in common. It
   * knows no units, so that it is one scale for all layers, and has no parameters (J. Lin,
   * "Divergence measures based on the Shannon entropy", 1991; that its root is a metric: D. M.
   * Endres, J. E. Schindelin, 2003).
   */
  public double distance(Magnitudes other) {
    long total = total();
    long otherTotal = other.total();
    double divergence = 0;
    for (int i = 0; i < CLASSES; i++) {
      double p = (double) count(i) / total;
      double q = (double) other.count(i) / otherTotal;
      divergence += term(p, (p + q) / 2) / 2 + term(q, (p + q) / 2) / 2;
    }
    return Math.sqrt(Math.max(0, divergence));
  }

  /**
   * The distance at which a much larger sample of the same distribution is, by chance: a divergence
   * of small differences is an eighth of Pearson's statistic, of which the number of classes less
   * one is to be expected, over the number of values.
   */
  public double distanceByChance() {
    long classes = IntStream.range(0, CLASSES).filter(i -> count(i) > 0).count();
    return Math.sqrt((classes - 1) / (8 * Math.log(2) * total()));
  }

  private static double term(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }
}
