package org.visualizingweights.activations;

import java.util.Arrays;

/**
 * The smallest and the largest value of each channel of an array, gathered from its memory piece by
 * piece.
 *
 * <p>Values are compared as their {@link Floats#rank ranks}, which has a place for NaN too, and for
 * which the compiler has vector instructions, unlike for {@code Math.min} of floats.
 */
final class ChannelRanges {
  /** So many places, or more, are gone through without a break, for the sake of vectors. */
  private static final int LANES = 512;

  private final Layout layout;
  private final int[] least;
  private final int[] greatest;

  /**
   * Where the channels of an array are in its memory.
   *
   * @param channels of the array
   * @param run values of one channel that follow each other before the next channel's do; after the
   *     last channel's the first one's follow. Where channels come last that is 1.
   */
  record Layout(int channels, int run) {}

  ChannelRanges(Layout layout) {
    this.layout = layout;
    int repeats = layout.run() == 1 ? Math.max(1, LANES / layout.channels()) : 1;
    least = new int[repeats * layout.channels()];
    greatest = new int[least.length];
    Arrays.fill(least, Integer.MAX_VALUE);
    Arrays.fill(greatest, Integer.MIN_VALUE);
  }

  /**
   * Takes the first {@code length} values.
   *
   * @param bits of the values
   * @param at place of the first value in the array's memory
   */
  void add(int[] bits, int length, int at) {
    int run = layout.run();
    int done = 0;
    while (done < length) {
      int lane = (at + done) / run % least.length;
      int count;
      if (run == 1) {
        count = Math.min(length - done, least.length - lane);
        addEachToItsLane(bits, done, count, lane);
      } else {
        count = Math.min(length - done, run - (at + done) % run);
        addAllToOneLane(bits, done, count, lane);
      }
      done += count;
    }
  }

  private void addEachToItsLane(int[] bits, int from, int count, int lane) {
    int[] min = least;
    int[] max = greatest;
    for (int i = 0; i < count; i++) {
      int rank = Floats.rankOfBits(bits[from + i]);
      min[lane + i] = Math.min(min[lane + i], rank);
      max[lane + i] = Math.max(max[lane + i], rank);
    }
  }

  private void addAllToOneLane(int[] bits, int from, int count, int lane) {
    int min = least[lane];
    int max = greatest[lane];
    for (int i = from; i < from + count; i++) {
      int rank = Floats.rankOfBits(bits[i]);
      min = Math.min(min, rank);
      max = Math.max(max, rank);
    }
    least[lane] = min;
    greatest[lane] = max;
  }

  /** Takes what another one of the same layout has. */
  void add(ChannelRanges other) {
    for (int lane = 0; lane < least.length; lane++) {
      least[lane] = Math.min(least[lane], other.least[lane]);
      greatest[lane] = Math.max(greatest[lane], other.greatest[lane]);
    }
  }

  /**
   * Counts.
   *
   * @param size number of values of a channel
   * @param high the upper end of the histogram's range
   */
  ChannelCounts counts(long size, float high) {
    int channels = layout.channels();
    int[] min = Arrays.copyOf(least, channels);
    int[] max = Arrays.copyOf(greatest, channels);
    for (int lane = channels; lane < least.length; lane++) {
      min[lane % channels] = Math.min(min[lane % channels], least[lane]);
      max[lane % channels] = Math.max(max[lane % channels], greatest[lane]);
    }
    return ChannelCounts.of(min, max, size, high);
  }
}
