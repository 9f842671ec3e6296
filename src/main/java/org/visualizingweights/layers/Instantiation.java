package org.visualizingweights.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What Deeplearning4j hands a configuration to make a layer of, apart from the data type.
 *
 * @param index the layer's place in the network
 * @param parameters where the layer's parameters are kept
 * @param initialize whether they are to be initialised, or hold their values already
 */
record Instantiation(
    NeuralNetConfiguration conf,
    Collection<TrainingListener> listeners,
    int index,
    INDArray parameters,
    boolean initialize) {

  /** Gives a new layer its place, its parameters and its listeners. */
  <L extends Layer> L complete(L layer) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }
}
