package org.visualizingweights.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.layers.recurrent.RnnLossLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link MultiLayerNetwork}: a chain of vertices.
 *
 * @param names of what goes in and of the layers
 */
record LayeredNetwork(MultiLayerNetwork model, List<String> names, Wiring wiring)
    implements Dl4jNetwork {
  static LayeredNetwork of(MultiLayerNetwork network) {
    List<String> names = names(network);
    List<Dl4jVertex> nodes = new ArrayList<>(List.of(Dl4jVertex.input(LayerNames.INPUT)));
    for (int i = 0; i < network.getnLayers(); i++) {
      nodes.add(
          new Dl4jVertex(
              names.get(i + 1),
              i + 1 == network.getnLayers() ? Dl4jVertex.Role.OUTPUT : Dl4jVertex.Role.INNER,
              List.of(names.get(i)),
              Optional.of(network.getLayer(i)),
              Optional.of(network.getLayerWiseConfigurations().getConf(i).getLayer()),
              Optional.ofNullable(network.getLayerWiseConfigurations().getInputPreProcess(i))));
    }
    return new LayeredNetwork(network, names, new Wiring(nodes));
  }

  private static List<String> names(MultiLayerNetwork network) {
    List<String> names = new ArrayList<>(List.of(LayerNames.INPUT));
    names.addAll(LayerNames.of(network.getLayerWiseConfigurations().getConfs()));
    return names;
  }

  @Override
  public Map<String, INDArray> activations(List<INDArray> layers) {
    Map<String, INDArray> activations = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      activations.put(names.get(i), layers.get(i));
    }
    return activations;
  }

  @Override
  public Map<String, INDArray> masks(Map<String, INDArray> activations) {
    long batch = activations.get(LayerNames.INPUT).size(0);
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      Map<Long, INDArray> byLength = masksByLength(batch);
      Map<String, INDArray> masks = new HashMap<>();
      if (!byLength.isEmpty()) {
        for (Vertex vertex : vertices()) {
          Optional.ofNullable(activations.get(vertex.name()))
              .flatMap(array -> mask(array, vertex.channelsLast(), batch, byLength))
              .ifPresent(mask -> masks.put(vertex.name(), mask));
        }
      }
      return masks;
    }
  }

  /** The masks that layers have, as {@code [batch, time]}, by their time steps. */
  private Map<Long, INDArray> masksByLength(long batch) {
    Map<Long, INDArray> masks = new HashMap<>();
    Layer output = model.getOutputLayer();
    for (Layer layer : model.getLayers()) {
      if (layer != output) {
        ofSequences(layer, batch).ifPresent(mask -> masks.putIfAbsent(mask.size(1), mask));
      }
    }
    if (masks.isEmpty() && (output instanceof RnnOutputLayer || output instanceof RnnLossLayer)) {
      ofSequences(output, batch)
          .map(LayeredNetwork::untilLastLabel)
          .ifPresent(mask -> masks.put(mask.size(1), mask));
    }
    return masks;
  }

  private static Optional<INDArray> ofSequences(Layer layer, long batch) {
    INDArray mask = layer.getMaskArray();
    if (mask == null || mask.rank() == 2 && mask.size(0) == batch) {
      return Optional.ofNullable(mask);
    }
    boolean ofRows = mask.length() == mask.size(0) && mask.size(0) % batch == 0;
    return ofRows
        ? Optional.of(mask.dup('f').reshape('f', batch, mask.size(0) / batch))
        : Optional.empty();
  }

  private static INDArray untilLastLabel(INDArray labels) {
    INDArray mask = Nd4j.zeros(labels.shape());
    for (long sequence = 0; sequence < labels.size(0); sequence++) {
      boolean over = true;
      for (long time = labels.size(1) - 1; time >= 0; time--) {
        over &= labels.getDouble(sequence, time) == 0;
        mask.putScalar(sequence, time, over ? 0 : 1);
      }
    }
    return mask;
  }

  private static Optional<INDArray> mask(
      INDArray array, boolean channelsLast, long batch, Map<Long, INDArray> byLength) {
    if (array.rank() == 3 && array.size(0) == batch) {
      return Optional.ofNullable(byLength.get(array.size(channelsLast ? 1 : 2)));
    }
    return array.size(0) % batch == 0
        ? Optional.ofNullable(byLength.get(array.size(0) / batch))
            .map(TimeSeriesUtils::reshapeTimeSeriesMaskToVector)
        : Optional.empty();
  }

  @Override
  public Map<String, Trainable> trainables() {
    Map<String, Trainable> trainables = new LinkedHashMap<>();
    IntStream.range(0, model.getnLayers())
        .filter(i -> model.getLayer(i).numParams() > 0)
        .forEach(i -> trainables.put(names.get(i + 1), model.getLayer(i)));
    return trainables;
  }

  @Override
  public Collection<TrainingListener> listeners() {
    return model.getListeners();
  }

  @Override
  public int iteration() {
    return model.getIterationCount();
  }

  @Override
  public int epoch() {
    return model.getEpochCount();
  }

  @Override
  public String json() {
    return model.getLayerWiseConfigurations().toJson();
  }
}
