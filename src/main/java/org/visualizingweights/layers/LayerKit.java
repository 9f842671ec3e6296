package org.visualizingweights.layers;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * The building blocks of a residual network, as configurations for a Deeplearning4j graph.
 *
 * <p>Every kit computes the same function, with parameters of the same names, shapes and order, so
 * that parameters move between networks built from different kits. Images are {@code [batch,
 * channels, height, width]}, vectors {@code [batch, features]}. Weight initialisation is left to
 * the graph's configuration.
 */
public interface LayerKit {

  /**
   * A square convolution without bias; parameter {@code W}, {@code [out, in, kernel, kernel]}.
   *
   * @param frozen whether the weights stay as they are; then no gradient is computed for them,
   *     while the gradient of the input is passed on as always
   */
  Layer convolution(int in, int out, int kernel, int stride, int padding, boolean frozen);

  /**
   * A {@link #convolution} over the network's own input, whose gradient nobody asks for and which
   * need not be computed.
   */
  default Layer firstConvolution(
      int in, int out, int kernel, int stride, int padding, boolean frozen) {
    return convolution(in, out, kernel, stride, padding, frozen);
  }

  /**
   * Batch normalisation over each channel of images or each feature of vectors, as PyTorch's:
   * epsilon 1e-5, running averages with momentum 0.1. Parameters {@code gamma}, {@code beta},
   * {@code mean}, {@code var}, all {@code [1, channels]}.
   */
  Layer batchNorm(int channels);

  /** max(x, 0), of any shape. */
  Layer relu();

  /** Maximum over square windows; padding never wins; output sizes are rounded down. */
  Layer maxPool(int kernel, int stride, int padding);

  /**
   * The maximum or the average of each channel: images {@code [batch, channels, height, width]} to
   * vectors {@code [batch, channels]}.
   *
   * @param type {@link PoolingType#MAX} or {@link PoolingType#AVG}
   */
  Layer globalPool(PoolingType type);

  /** The sum of two inputs of equal shape. */
  GraphVertex add();

  /**
   * A linear map of vectors; parameters {@code W}, {@code [in, out]}, and {@code b}, {@code [1,
   * out]}.
   */
  Layer dense(int in, int out);

  /**
   * Sets each value to zero with the given probability while training and scales the others by
   * {@code 1 / (1 - probability)}; passes everything on otherwise.
   */
  Layer dropout(double probability);
}
