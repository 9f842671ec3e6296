package org.visualizingweights.activations;

import java.util.Arrays;
import java.util.Optional;

/**
 * Counts values by cell and adds them up, in one loop: the sums are ready before the counts are.
 */
final class Tally {
  /**
   * How many times larger than the squared deviations the squares may be before their difference
   * has lost too many digits.
   */
  private static final double MAX_CANCELLATION = 100;

  private final Cells cells;

  // Neighbouring values are counted apart, as each count at an address waits for the one before.
  // Counts are no ints, and values are not read as ints, for the table is of ints: the compiler
  // keeps reads of an array behind writes to another of its type. On Java 25 that doubles the time.
  private final long[] even;
  private final long[] odd;

  private long count;
  private double sum;
  private double squares;

  Tally(Cells cells) {
    this.cells = cells;
    this.even = new long[cells.size()];
    this.odd = new long[cells.size()];
  }

  /** Adds the first values of a row. */
  void add(float[] row, int length) {
    long[] even = this.even;
    long[] odd = this.odd;
    double sum0 = 0;
    double sum1 = 0;
    double squares0 = 0;
    double squares1 = 0;
    int i = 0;
    for (; i < length - 1; i += 2) {
      int cell0 = cellOf(row[i]);
      int cell1 = cellOf(row[i + 1]);
      even[cell0]++;
      odd[cell1]++;
      double a = row[i];
      double b = row[i + 1];
      sum0 += a;
      sum1 += b;
      squares0 += a * a;
      squares1 += b * b;
    }
    if (i < length) {
      even[cellOf(row[i])]++;
      double last = row[i];
      sum0 += last;
      squares0 += last * last;
    }
    count += length;
    sum += sum0 + sum1;
    squares += squares0 + squares1;
  }

  private int cellOf(float value) {
    return cells.of(Float.floatToRawIntBits(value));
  }

  /**
   * The moments of what was added since the last call; empty where sums of squares do not give
   * them: where there is a NaN or an infinity, or where the deviations are so small beside the mean
   * that digits would be lost.
   */
  Optional<Moments> takeMoments(float min, float max) {
    double mean = sum / count;
    double deviations = squares - sum * mean;
    Optional<Moments> moments =
        squares <= deviations * MAX_CANCELLATION
            ? Optional.of(new Moments(count, mean, deviations, min, max))
            : Optional.empty();
    count = 0;
    sum = 0;
    squares = 0;
    return moments;
  }

  /** Adds what was counted since the last call to the counts of each cell. */
  void takeCounts(long[] counts) {
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] += even[cell] + odd[cell];
    }
    Arrays.fill(even, 0);
    Arrays.fill(odd, 0);
  }
}
