package org.visualizingweights.model.given;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Why it cannot be, in a sentence; empty where it can. */
  Optional<String> mistake() {
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
