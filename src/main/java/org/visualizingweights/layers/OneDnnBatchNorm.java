package org.visualizingweights.layers;

import java.util.Collection;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation as PyTorch's: see {@link BatchNormOperation}. */
public final class OneDnnBatchNorm extends BatchNormalization {

  private static final long serialVersionUID = 1L;

  private static final Set<String> RUNNING =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);

  /** For reading from JSON. */
  OneDnnBatchNorm() {}

  OneDnnBatchNorm(int channels) {
    setNIn(channels);
    setNOut(channels);
    setEps(1e-5);
    setDecay(0.9);
    setUseLogStd(false);
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
        .complete(
            new ParameterLayer(conf, dataType, this::operation, key -> !RUNNING.contains(key)));
  }

  private Operation operation(ParameterLayer parameters, long[] inputShape) {
    return new BatchNormOperation(inputShape, parameters, getEps(), getDecay());
  }
}
