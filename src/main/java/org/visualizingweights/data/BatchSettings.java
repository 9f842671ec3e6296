package org.visualizingweights.data;

/**
 * How batches are made.
 *
 * @param imageSize height and width of the images
 * @param batchSize number of images
 * @param augment whether training images are changed at random
 * @param seed of the order and of the changes
 * @param threads that prepare batches; one keeps up with any step of more than a few milliseconds,
 *     and how many there are changes nothing in the batches
 */
public record BatchSettings(int imageSize, int batchSize, boolean augment, long seed, int threads) {
  /** Of a batch to validate on: 256 images of 32 pixels, whose values take 3 MB. */
  private static final int VALIDATION_PIXELS = 256 * 32 * 32;

  /**
   * For images that are only looked at. More of them at a time are faster, as each weight that is
   * fetched from memory meets more images; but for rounding, the result is the same.
   */
  BatchSettings forValidation() {
    int images = Math.max(batchSize, VALIDATION_PIXELS / (imageSize * imageSize));
    return new BatchSettings(imageSize, images, augment, seed, threads);
  }
}
