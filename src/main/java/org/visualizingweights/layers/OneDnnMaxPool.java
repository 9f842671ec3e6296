package org.visualizingweights.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The maximum over square windows; padding never wins. */
public final class OneDnnMaxPool extends SubsamplingLayer {

  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  OneDnnMaxPool() {}

  OneDnnMaxPool(int kernel, int stride, int padding) {
    super(
        new SubsamplingLayer.Builder(PoolingType.MAX)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .convolutionMode(ConvolutionMode.Truncate));
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
        .complete(new PlainLayer(conf, dataType, layer -> this::operation));
  }

  private Operation operation(long[] inputShape) {
    return PoolOperation.maximum(inputShape, kernelSize[0], stride[0], padding[0]);
  }
}
