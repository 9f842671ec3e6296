package org.visualizingweights.layers;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A square convolution without bias. Its weights are {@code [out, in, kernel, kernel]} to
 * everybody, and stored tap by tap ({@link TapByTap}).
 */
public final class OneDnnConvolution extends ConvolutionLayer {

  private static final long serialVersionUID = 1L;

  private boolean frozen;
  private boolean first;

  /** For reading from JSON. */
  OneDnnConvolution() {}

  /**
   * @param frozen whether the weights stay as they are
   * @param first whether the input is the network's, whose gradient nobody wants
   */
  OneDnnConvolution(
      int in, int out, int kernel, int stride, int padding, boolean frozen, boolean first) {
    super(
        new ConvolutionLayer.Builder(kernel, kernel)
            .nIn(in)
            .nOut(out)
            .stride(stride, stride)
            .padding(padding, padding)
            .convolutionMode(ConvolutionMode.Truncate)
            .hasBias(false)
            .activation(Activation.IDENTITY));
    this.frozen = frozen;
    this.first = first;
  }

  /** Whether the weights stay as they are; a configuration's JSON has it from here. */
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return new Instantiation(conf, listeners, index, parameters, initialize)
        .complete(new ParameterLayer(conf, dataType, this::operation, key -> true));
  }

  private Operation operation(ParameterLayer parameters, long[] inputShape) {
    if (inputShape.length != 4 || inputShape[1] != nIn) {
      throw new IllegalArgumentException(
          "The convolution "
              + layerName
              + " takes images of "
              + nIn
              + " channels, not input of shape "
              + java.util.Arrays.toString(inputShape));
    }
    return new ConvolutionOperation(shape(inputShape), parameters, frozen, !first);
  }

  /** Its sizes on images of this shape. */
  ConvolutionShape shape(long[] inputShape) {
    return ConvolutionShape.of(inputShape, nOut, kernelSize[0], stride[0], padding[0]);
  }

  @Override
  public ParamInitializer initializer() {
    return TapByTap.INSTANCE;
  }

  /** Frozen weights have a rate of 0, and no weight decay either. */
  @Override
  public IUpdater getUpdaterByParam(String key) {
    return frozen ? new Sgd(0) : super.getUpdaterByParam(key);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String key) {
    return frozen ? List.of() : super.getRegularizationByParam(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OneDnnConvolution that
        && super.equals(other)
        && frozen == that.frozen
        && first == that.first;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
