package org.visualizingweights.layers;

import java.util.Optional;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.activations.Activation;

/**
 * Deeplearning4j's own layers: what every platform can run, and what the others are compared with.
 *
 * <p>One difference from PyTorch remains: Deeplearning4j's batch normalisation averages the biased
 * variance of a batch where PyTorch averages the unbiased one.
 */
public final class StockKit implements LayerKit {

  /**
   * Why these layers do without oneDNN, which makes them about four times faster; empty if they use
   * it. To do so, they must be allowed to by a system property when the first layer is made, and
   * ND4J's native library must have been built with it.
   */
  public static Optional<String> helpersObstacle() {
    String property = DL4JSystemProperties.DISABLE_HELPER_PROPERTY;
    if (!"false".equals(System.getProperty(property))) {
      return Optional.of("the system property " + property + " is not false");
    }
    return BaseMKLDNNHelper.mklDnnEnabled()
        ? Optional.empty()
        : Optional.of("ND4J's native library on this machine was built without oneDNN");
  }

  @Override
  public Layer convolution(int in, int out, int kernel, int stride, int padding, boolean frozen) {
    Layer convolution =
        new ConvolutionLayer.Builder(kernel, kernel)
            .nIn(in)
            .nOut(out)
            .stride(stride, stride)
            .padding(padding, padding)
            .convolutionMode(ConvolutionMode.Truncate)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build();
    return frozen ? new FrozenLayerWithBackprop(convolution) : convolution;
  }

  @Override
  public Layer batchNorm(int channels) {
    return new BatchNormalization.Builder()
        .nIn(channels)
        .nOut(channels)
        .eps(1e-5)
        .decay(0.9)
        .useLogStd(false)
        .build();
  }

  @Override
  public Layer relu() {
    return new ActivationLayer.Builder().activation(Activation.RELU).build();
  }

  @Override
  public Layer maxPool(int kernel, int stride, int padding) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .padding(padding, padding)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  @Override
  public Layer globalPool(PoolingType type) {
    return new GlobalPoolingLayer.Builder(type).build();
  }

  @Override
  public GraphVertex add() {
    return new ElementWiseVertex(ElementWiseVertex.Op.Add);
  }

  @Override
  public Layer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build();
  }

  @Override
  public Layer dropout(double probability) {
    // Deeplearning4j's Dropout takes the probability of keeping a value.
    return new DropoutLayer.Builder(new Dropout(1 - probability)).build();
  }
}
