package org.visualizingweights.activations;

/** The smallest and the largest value of each channel of an array. */
final class ChannelRanges {
  private final Layout layout;

  /** Of each channel or, where channels come last, of each place of a row. */
  private final Extremes extremes;

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
    this.extremes = new Extremes(layout.channelsLast() ? layout.width() : layout.channels());
  }

  /** Takes rows of an array whose channels come last, each from its start. */
  void add(Extremes rows) {
    extremes.add(rows);
  }

  /**
   * Takes values of an array whose channels do not come last.
   *
   * @param at place of the first value in the array's memory
   */
  void add(float[] values, int length, int at) {
    for (int i = 0; i < length; i++) {
      extremes.add((at + i) / layout.run() % layout.channels(), values[i]);
    }
  }

  /** Takes what another one of the same layout has. */
  void add(ChannelRanges other) {
    extremes.add(other.extremes);
  }

  /**
   * Counts.
   *
   * @param size number of values of a channel
   * @param high the upper end of the histogram's range
   */
  ChannelCounts counts(long size, float high) {
    Extremes channels = extremes.ofRows(layout.channels());
    return ChannelCounts.of(channels.least(), channels.greatest(), size, high);
  }
}
