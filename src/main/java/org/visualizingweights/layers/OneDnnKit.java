package org.visualizingweights.layers;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Layers that call oneDNN directly, with everything that can be prepared kept between steps.
 *
 * <p>A model built from them is read back only where this package is on the class path. Its flat
 * vector of parameters has convolutions' weights in another order than Deeplearning4j's; by name,
 * they are the same.
 */
public final class OneDnnKit implements LayerKit {

  /** Why oneDNN cannot be used on this machine; empty if it can. */
  public static Optional<String> obstacle() {
    return OneDnn.obstacle();
  }

  /**
   * Tells a network's layers that whoever updates its parameters leaves the gradients as they are,
   * where Deeplearning4j's own updaters turn them into updates. Then gradients that are always
   * zero, as those of taps that only meet padding, need not be set to zero at every step.
   */
  public static void gradientsStay(ComputationGraph network) {
    layers(network).forEach(ParameterLayer::gradientsStay);
  }

  /** Takes {@link #gradientsStay} back for the step to come. */
  public static void gradientsOverwritten(ComputationGraph network) {
    layers(network).forEach(ParameterLayer::gradientsOverwritten);
  }

  private static Stream<ParameterLayer> layers(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .filter(ParameterLayer.class::isInstance)
        .map(ParameterLayer.class::cast);
  }

  @Override
  public Layer convolution(int in, int out, int kernel, int stride, int padding, boolean frozen) {
    return new OneDnnConvolution(in, out, kernel, stride, padding, frozen, false);
  }

  @Override
  public Layer firstConvolution(
      int in, int out, int kernel, int stride, int padding, boolean frozen) {
    return new OneDnnConvolution(in, out, kernel, stride, padding, frozen, true);
  }

  @Override
  public Layer batchNorm(int channels) {
    return new OneDnnBatchNorm(channels);
  }

  @Override
  public Layer relu() {
    return new OneDnnRelu();
  }

  @Override
  public Layer maxPool(int kernel, int stride, int padding) {
    return new OneDnnMaxPool(kernel, stride, padding);
  }

  @Override
  public Layer globalPool(PoolingType type) {
    return new OneDnnGlobalPool(type);
  }

  @Override
  public GraphVertex add() {
    return new OneDnnAdd();
  }

  @Override
  public Layer dense(int in, int out) {
    return new OneDnnDense(in, out);
  }

  @Override
  public Layer dropout(double probability) {
    return new OneDnnDropout(probability);
  }
}
