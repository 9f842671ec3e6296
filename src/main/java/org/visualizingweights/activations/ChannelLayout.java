package org.visualizingweights.activations;

/**
 * Where the channels of an array are in its memory.
 *
 * @param channels of the array
 * @param stride of the channels: so many values of one channel follow each other before the next
 *     channel's do; after the last channel's the first one's follow. Where channels come last it is
 *     1.
 */
record ChannelLayout(int channels, int stride) {
  private static final int WIDTH = 512;

  boolean channelsLast() {
    return stride == 1;
  }

  /** How many values make a row, such that a place in it is always of the same channel. */
  int rowWidth() {
    return channelsLast() ? channels * Math.max(1, WIDTH / channels) : WIDTH;
  }
}
