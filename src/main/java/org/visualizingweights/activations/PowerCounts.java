package org.visualizingweights.activations;

import java.util.Arrays;

/**
 * Counts by power of two, of which only the span in use is kept.
 *
 * @param first the lowest power that has a count; where there is none, 0
 * @param counts of the powers from there on, neither first nor last of them zero
 */
public record PowerCounts(int first, long[] counts) {
  static final PowerCounts NONE = new PowerCounts(0, new long[0]);

  /** Of some counts, the first and the last of which may be zero. */
  static PowerCounts of(int first, long[] counts) {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    return from == to ? NONE : new PowerCounts(first + from, Arrays.copyOfRange(counts, from, to));
  }

  /** Both added up. */
  public PowerCounts plus(PowerCounts other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    int from = Math.min(first, other.first);
    long[] sum = new long[Math.max(end(), other.end()) - from];
    System.arraycopy(counts, 0, sum, first - from, counts.length);
    for (int i = 0; i < other.counts.length; i++) {
      sum[other.first - from + i] += other.counts[i];
    }
    return new PowerCounts(from, sum);
  }

  public boolean isEmpty() {
    return counts.length == 0;
  }

  /** One above the highest power that has a count. */
  public int end() {
    return first + counts.length;
  }

  /** The count of a power. */
  public long at(int power) {
    return power < first || power >= end() ? 0 : counts[power - first];
  }

  /** The counts of all powers up to and including one. */
  public long upTo(int power) {
    return Arrays.stream(counts, 0, Math.max(0, Math.min(power + 1 - first, counts.length))).sum();
  }
}
