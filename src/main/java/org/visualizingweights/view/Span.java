package org.visualizingweights.view;

import java.util.Arrays;

/** Counts by whole numbers, of which only the span in use is kept. */
public final class Span {
  private int first;
  private long[] counts = new long[0];

  /** Adds to the count of a number. */
  public void add(int number, long count) {
    if (count == 0) {
      return;
    }
    int i = number - first;
    if (i < 0 || i >= counts.length) {
      cover(number, number + 1);
      i = number - first;
    }
    counts[i] += count;
  }

  public void add(Span other) {
    if (!other.isEmpty()) {
      cover(other.first, other.end());
      for (int i = 0; i < other.counts.length; i++) {
        counts[other.first - first + i] += other.counts[i];
      }
    }
  }

  private void cover(int from, int to) {
    if (isEmpty()) {
      first = from;
      counts = new long[to - from];
    } else if (from < first || to > end()) {
      int newFirst = Math.min(from, first);
      long[] wider = new long[Math.max(to, end()) - newFirst];
      System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
      first = newFirst;
      counts = wider;
    }
  }

  public boolean isEmpty() {
    return counts.length == 0;
  }

  /** The lowest number that has a count; of an empty span, any. */
  public int first() {
    return first;
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
