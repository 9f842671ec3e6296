package org.visualizingweights.layers;

import java.util.Collection;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout whose choices follow from the network's seed, the layer's place and the iteration alone:
 * a run that is resumed drops what the uninterrupted run would have.
 */
public final class OneDnnDropout extends DropoutLayer {

  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  OneDnnDropout() {}

  /**
   * @param probability of a value to be dropped
   */
  OneDnnDropout(double probability) {
    super(new Dropout(1 - probability));
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
        .complete(new PlainLayer(conf, dataType, this::operation));
  }

  private Function<long[], Operation> operation(PlainLayer layer) {
    double retained = ((Dropout) getIDropout()).getP();
    return shape -> new DropoutOperation(shape, retained, () -> seed(layer));
  }

  /** SplittableRandom mixes what it is given, so that neighbouring seeds do no harm. */
  private static long seed(PlainLayer layer) {
    return layer.conf().getSeed()
        + 0x9E3779B97F4A7C15L * (layer.getIndex() + 1)
        + 0xD1B54A32D192ED03L * (layer.getIterationCount() + 1);
  }
}
