package org.visualizingweights.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A linear map of vectors, with bias. */
public final class OneDnnDense extends DenseLayer {

  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  OneDnnDense() {}

  OneDnnDense(int in, int out) {
    setNIn(in);
    setNOut(out);
    setActivationFn(Activation.IDENTITY.getActivationFunction());
    setHasBias(true);
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
    return new DenseOperation(inputShape, nOut, parameters);
  }
}
