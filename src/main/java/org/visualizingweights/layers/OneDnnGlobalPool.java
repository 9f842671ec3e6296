package org.visualizingweights.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The maximum or the average of each channel of images, as vectors. */
public final class OneDnnGlobalPool extends GlobalPoolingLayer {

  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  OneDnnGlobalPool() {}

  OneDnnGlobalPool(PoolingType type) {
    super(type);
    if (type != PoolingType.MAX && type != PoolingType.AVG) {
      throw new IllegalArgumentException("The maximum or the average, not " + type);
    }
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
    return PoolOperation.global(inputShape, getPoolingType() == PoolingType.MAX);
  }
}
