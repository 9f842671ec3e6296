package org.visualizingweights.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A linear map, softmax and cross-entropy. */
public final class OneDnnOutput extends OutputLayer {

  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  OneDnnOutput() {}

  OneDnnOutput(int in, int classes) {
    super(
        new OutputLayer.Builder(new CrossEntropy())
            .nIn(in)
            .nOut(classes)
            .activation(Activation.SOFTMAX));
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
        .complete(new ClassifierLayer(conf, dataType, nOut));
  }

  @Override
  public OneDnnOutput clone() {
    return (OneDnnOutput) super.clone();
  }
}
