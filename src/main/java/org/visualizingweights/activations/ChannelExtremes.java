package org.visualizingweights.activations;

/** The smallest and the largest value of each channel of an array. */
final class ChannelExtremes {
  private final ChannelLayout layout;

  /** Of each channel or, where channels come last, of each place of a row. */
  private final Extremes extremes;

  ChannelExtremes(ChannelLayout layout) {
    this.layout = layout;
    this.extremes = new Extremes(layout.channelsLast() ? layout.rowWidth() : layout.channels());
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
      extremes.add((at + i) / layout.stride() % layout.channels(), values[i]);
    }
  }

  /** Takes what another one of the same layout has. */
  void add(ChannelExtremes other) {
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
