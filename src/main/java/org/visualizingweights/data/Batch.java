package org.visualizingweights.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images and what they show. Both arrays are detached from any workspace, in c order, and belong to
 * the {@link Batches} that they came from, which fills them anew.
 *
 * @param images {@code [batch, 3, size, size]}, normalised floats
 * @param labels {@code [batch, classes]}, 1 at the right class and 0 elsewhere
 */
public record Batch(INDArray images, INDArray labels) {

  /** The number of images. */
  public int size() {
    return (int) images.size(0);
  }
}
