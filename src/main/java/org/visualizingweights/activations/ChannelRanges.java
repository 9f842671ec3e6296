package org.visualizingweights.activations;

import java.util.Arrays;

/** The smallest and the largest value of each channel of an array; NaN where it has one. */
final class ChannelRanges {
  private final Layout layout;
  private final float[] least;
  private final float[] greatest;

  /**
   * Where the channels of an array are in its memory.
   *
   * @param channels of the array
   * @param run values of one channel that follow each other before the next channel's do; after the
   *     last channel's the first one's follow. Where channels come last that is 1.
   */
  record Layout(int channels, int run) {
    private static final int WIDTH = 512;

    boolean channelsLast() {
      return run == 1;
    }

    /** How many values make a row, such that a place in it is always of the same channel. */
    int width() {
      return channelsLast() ? channels * Math.max(1, WIDTH / channels) : WIDTH;
    }
  }

  ChannelRanges(Layout layout) {
    this.layout = layout;
    int lanes = layout.channelsLast() ? layout.width() : layout.channels();
    least = new float[lanes];
    greatest = new float[lanes];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
  }

  /** Takes rows of an array whose channels come last, each from its start. */
  void add(Lanes rows) {
    Lanes.lower(least, rows.min(), least.length);
    Lanes.raise(greatest, rows.max(), greatest.length);
  }

  /**
   * Takes values of an array whose channels do not come last.
   *
   * @param at place of the first value in the array's memory
   */
  void add(float[] values, int length, int at) {
    for (int i = 0; i < length; i++) {
      int channel = (at + i) / layout.run() % layout.channels();
      least[channel] = Math.min(least[channel], values[i]);
      greatest[channel] = Math.max(greatest[channel], values[i]);
    }
  }

  /** Takes what another one of the same layout has. */
  void add(ChannelRanges other) {
    Lanes.lower(least, other.least, least.length);
    Lanes.raise(greatest, other.greatest, greatest.length);
  }

  /**
   * Counts.
   *
   * @param size number of values of a channel
   * @param high the upper end of the histogram's range
   */
  ChannelCounts counts(long size, float high) {
    int channels = layout.channels();
    float[] min = Arrays.copyOf(least, channels);
    float[] max = Arrays.copyOf(greatest, channels);
    for (int from = channels; from < least.length; from += channels) {
      Lanes.lower(min, Arrays.copyOfRange(least, from, from + channels), channels);
      Lanes.raise(max, Arrays.copyOfRange(greatest, from, from + channels), channels);
    }
    return ChannelCounts.of(min, max, size, high);
  }
}
