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
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.layers.recurrent.RnnLossLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
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
  public void keep(Collection<String> vertices) {
    Dl4jNetwork.super.keep(vertices);
    FeatureMasks.watch(model);
  }

  @Override
  public Map<String, INDArray> masks(Map<String, INDArray> activations) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return FeatureMasks.of(model).map(this::passOn).orElseGet(() -> ofLabels(activations));
    }
  }

  /**
   * Passes the mask of the features on, as Deeplearning4j did when it was given it; so the layers
   * are told of the same masks once more.
   */
  private Map<String, INDArray> passOn(INDArray features) {
    int batch = Math.toIntExact(features.size(0));
    Map<String, INDArray> masks = new HashMap<>(Map.of(LayerNames.INPUT, features));
    Optional<Pair<INDArray, MaskState>> mask = Optional.of(new Pair<>(features, MaskState.Active));
    for (int i = 0; i < model.getnLayers() - 1 && mask.isPresent(); i++) {
      Layer layer = model.getLayer(i);
      mask =
          beforeLayer(i, mask.get(), batch)
              .map(at -> layer.feedForwardMaskArray(at.getFirst(), at.getSecond(), batch))
              .filter(LayeredNetwork::isThere);
      String name = names.get(i + 1);
      mask.ifPresent(at -> masks.put(name, at.getFirst()));
    }
    return masks;
  }

  private Optional<Pair<INDArray, MaskState>> beforeLayer(
      int layer, Pair<INDArray, MaskState> mask, int batch) {
    InputPreProcessor before = model.getLayerWiseConfigurations().getInputPreProcess(layer);
    return before == null
        ? Optional.of(mask)
        : Optional.ofNullable(before.feedForwardMaskArray(mask.getFirst(), mask.getSecond(), batch))
            .filter(LayeredNetwork::isThere);
  }

  private static boolean isThere(Pair<INDArray, MaskState> mask) {
    return mask.getFirst() != null;
  }

  /** Where only the labels have a mask: a sequence is over after its last label. */
  private Map<String, INDArray> ofLabels(Map<String, INDArray> activations) {
    Layer output = model.getOutputLayer();
    return output instanceof RnnOutputLayer || output instanceof RnnLossLayer
        ? labels(output, activations.get(LayerNames.INPUT).size(0))
            .map(labels -> untilLastLabel(labels, activations))
            .orElse(Map.of())
        : Map.of();
  }

  private Map<String, INDArray> untilLastLabel(INDArray labels, Map<String, INDArray> activations) {
    INDArray sequences = untilLastLabel(labels);
    Map<String, INDArray> masks = new HashMap<>();
    for (Vertex vertex : vertices()) {
      Optional.ofNullable(activations.get(vertex.name()))
          .flatMap(array -> mask(array, vertex.channelsLast(), sequences))
          .ifPresent(mask -> masks.put(vertex.name(), mask));
    }
    return masks;
  }

  /** The mask of labels as {@code [batch, time]}; the layer may keep it by rows of time steps. */
  private static Optional<INDArray> labels(Layer output, long batch) {
    INDArray mask = output.getMaskArray();
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

  /** The mask of an array that has as many time steps as the sequences, in whatever order. */
  private static Optional<INDArray> mask(INDArray array, boolean channelsLast, INDArray sequences) {
    if (array.rank() == 3 && array.size(0) == sequences.size(0)) {
      return array.size(channelsLast ? 1 : 2) == sequences.size(1)
          ? Optional.of(sequences)
          : Optional.empty();
    }
    return array.size(0) == sequences.length()
        ? Optional.of(TimeSeriesUtils.reshapeTimeSeriesMaskToVector(sequences))
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
