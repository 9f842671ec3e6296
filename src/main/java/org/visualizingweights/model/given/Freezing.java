package org.visualizingweights.model.given;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/**
 * Vertices whose parameters stay as they are, running statistics too; they work as in evaluation.
 *
 * <p>Where nothing before a frozen vertex is trained, gradients stop at it, and all before it works
 * as in evaluation, as in Deeplearning4j's {@code TransferLearning}. Elsewhere they pass through.
 */
final class Freezing {
  private final ComputationGraphConfiguration graph;
  private final List<String> order;
  private final Set<String> frozen;

  /** Those behind which something is trained that gets its gradient through them. */
  private final Set<String> passing = new HashSet<>();

  /** Those at which gradients stop, and all before them. */
  private final Set<String> stopping = new HashSet<>();

  /** Those at which the configuration itself stops gradients that something before them needs. */
  private final Set<String> blocking = new HashSet<>();

  /**
   * @param order of all vertices, as they are computed
   * @param frozen with parameters
   */
  Freezing(ComputationGraphConfiguration graph, List<String> order, Set<String> frozen) {
    this.graph = graph;
    this.order = order;
    this.frozen = frozen;
    Set<String> behindTrained = new HashSet<>();
    for (String name : order) {
      boolean isBehind = inputs(name).stream().anyMatch(behindTrained::contains);
      if (isBehind || isTrained(name)) {
        behindTrained.add(name);
      }
      if (frozen.contains(name)) {
        (isBehind ? passing : stopping).add(name);
      } else if (isStopped(name)) {
        (isBehind ? blocking : stopping).add(name);
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      if (stopping.contains(order.get(i))) {
        stopping.addAll(inputs(order.get(i)));
      }
    }
  }

  private List<String> inputs(String vertex) {
    return graph.getVertexInputs().get(vertex);
  }

  private boolean isTrained(String name) {
    return !frozen.contains(name)
        && GraphLayers.parameters(graph, name) > 0
        && graph.getVertices().get(name) instanceof LayerVertex vertex
        && !GraphLayers.isFrozen(vertex);
  }

  /** Whether the configuration itself has gradients end there. */
  private boolean isStopped(String name) {
    return graph.getVertices().get(name) instanceof LayerVertex
        && written(name) instanceof FrozenLayer;
  }

  /** The layer of a vertex, with what freezes it. */
  private Layer written(String name) {
    return ((LayerVertex) graph.getVertices().get(name)).getLayerConf().getLayer();
  }

  /** Why it cannot be, in a sentence; empty where it can. */
  Optional<String> mistake() {
    return blocked().or(this::frozenWithGradient).or(this::normalization);
  }

  /** Deeplearning4j does not train what is before it, or fails, by the class of the network. */
  private Optional<String> blocked() {
    return order.stream()
        .filter(blocking::contains)
        .findFirst()
        .map(
            name ->
                "%s is frozen so that no gradient gets past it, and what is before it cannot be trained; say freeze: [%s]"
                    .formatted(name, String.join(", ", trainedBefore(name))));
  }

  /** The configuration's own way to freeze a layer that gradients pass; it fails at these. */
  private Optional<String> frozenWithGradient() {
    return order.stream()
        .filter(name -> !frozen.contains(name) && !stopping.contains(name))
        .filter(name -> graph.getVertices().get(name) instanceof LayerVertex)
        .filter(name -> written(name) instanceof FrozenLayerWithBackprop)
        .filter(name -> layer(name) instanceof BatchNormalization || hasDropout(layer(name)))
        .findFirst()
        .map(
            name ->
                "%s is frozen, and has %s, so that Deeplearning4j could take no step; say freeze: [%s]"
                    .formatted(
                        name,
                        hasDropout(layer(name)) ? "a dropout" : "a batch's statistics",
                        String.join(", ", hasDropout(layer(name)) ? List.of(name) : upTo(name))));
  }

  private static boolean hasDropout(Layer layer) {
    return layer.getIDropout() != null;
  }

  private List<String> upTo(String vertex) {
    return Stream.concat(trainedBefore(vertex).stream(), Stream.of(vertex)).toList();
  }

  private List<String> trainedBefore(String vertex) {
    Set<String> before = new HashSet<>(inputs(vertex));
    for (int i = order.size() - 1; i >= 0; i--) {
      if (before.contains(order.get(i))) {
        before.addAll(inputs(order.get(i)));
      }
    }
    return order.stream().filter(before::contains).filter(this::isTrained).toList();
  }

  private Optional<String> normalization() {
    return order.stream()
        .filter(passing::contains)
        .filter(name -> layer(name) instanceof BatchNormalization)
        .findFirst()
        .map(
            name ->
                ("%s is a batch normalisation, which Deeplearning4j can freeze only where nothing"
                        + " before it is trained; freeze what is before it, too")
                    .formatted(name));
  }

  private Layer layer(String name) {
    return GraphLayers.inner((LayerVertex) graph.getVertices().get(name));
  }

  /** Changes the configuration. */
  void apply() {
    for (Map.Entry<String, GraphVertex> entry : graph.getVertices().entrySet()) {
      if (stopping.contains(entry.getKey())) {
        stop(entry);
      } else if (passing.contains(entry.getKey())) {
        pass((LayerVertex) entry.getValue());
      }
    }
  }

  private static void stop(Map.Entry<String, GraphVertex> entry) {
    if (entry.getValue() instanceof LayerVertex vertex) {
      NeuralNetConfiguration configuration = vertex.getLayerConf();
      configuration.setLayer(named(new FrozenLayer(GraphLayers.inner(vertex)), configuration));
    } else {
      entry.setValue(new FrozenVertex(entry.getValue()));
    }
  }

  private static void pass(LayerVertex vertex) {
    NeuralNetConfiguration configuration = vertex.getLayerConf();
    Layer layer = GraphLayers.inner(vertex);
    // Deeplearning4j would add its weight decay all the same, and fail for want of a dropout's
    // mask.
    LayerUpdate.of(layer).forEach(LayerUpdate::stop);
    layer.setIDropout(null);
    if (layer instanceof BaseLayer base) {
      base.setWeightNoise(null);
    }
    configuration.setLayer(named(new FrozenLayerWithBackprop(layer), configuration));
  }

  private static Layer named(Layer layer, NeuralNetConfiguration configuration) {
    layer.setLayerName(configuration.getLayer().getLayerName());
    return layer;
  }
}
