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
public record BatchSettings(
    int imageSize, int batchSize, boolean augment, long seed, int threads) {}
