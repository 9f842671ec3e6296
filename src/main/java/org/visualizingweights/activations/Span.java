package org.visualizingweights.activations;

import java.util.Arrays;

/**
 * Counts by whole numbers, of which only the span in use is kept.
 *
 * @param first the lowest number that has a count; where there is none, 0
 * @param counts of the numbers from there on, neither first nor last of them zero
 */
public record Span(int first, long[] counts) {
  static final Span NONE = new Span(0, new long[0]);

  /** Of some counts, the first and the last of which may be zero. */
  static Span of(int first, long[] counts) {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    return from == to ? NONE : new Span(first + from, Arrays.copyOfRange(counts, from, to));
  }

  /** Both added up. */
  public Span plus(Span other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    int from = Math.min(first, other.first);
    long[] sum = new long[Math.max(end(), other.end()) - from];
    System.arraycopy(counts, 0, sum, first - from, counts.length);
    for (int i = 0; i < other.counts.length; i++) {
      sum[other.first - from + i] += other.counts[i];
    }
    return new Span(from, sum);
  }

  public boolean isEmpty() {
    return counts.length == 0;
  }

  /** One above the highest number that has a count. */
  public int end() {
    return first + counts.length;
  }

  /** The count of a number. */
  public long at(int number) {
    return number < first || number >= end() ? 0 : counts[number - first];
  }

  /** The counts of all numbers up to and including one. */
  public long upTo(int number) {
    return Arrays.stream(counts, 0, Math.max(0, Math.min(number + 1 - first, counts.length))).sum();
  }
}
