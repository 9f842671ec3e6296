package org.visualizingweights.activations;

/**
 * How many channels of a vertex were dead or saturated in one batch. A channel with a NaN is
 * neither dead nor saturated; one that puts out a single value above the range is both.
 *
 * @param channels of the vertex: feature maps, or the units of a dense layer
 * @param dead those that put out one finite value throughout the batch, as zero after a ReLU, or
 *     its bias after a convolution; of one activation alone nothing is said
 * @param saturated those whose every activation is above the range of the histogram
 */
public record ChannelCounts(long channels, long dead, long saturated) {

  /**
   * Counts.
   *
   * @param least the smallest value of each channel
   * @param greatest the largest one; one of both is NaN where the channel has one
   * @param size number of activations of a channel
   * @param high the upper end of the range
   */
  static ChannelCounts of(float[] least, float[] greatest, long size, float high) {
    int dead = 0;
    int saturated = 0;
    for (int channel = 0; channel < least.length; channel++) {
      float min = least[channel];
      float max = greatest[channel];
      if (size > 1 && min == max && Float.isFinite(min)) {
        dead++;
      }
      if (size > 0 && min > high && !Float.isNaN(max)) {
        saturated++;
      }
    }
    return new ChannelCounts(least.length, dead, saturated);
  }
}
