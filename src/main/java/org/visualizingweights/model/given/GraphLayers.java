package org.visualizingweights.model.given;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** The vertices of a configuration, and the layers in them. */
final class GraphLayers {

  private GraphLayers() {}

  /**
   * The vertices in an order in which they can be computed, inputs left out; fewer than there are
   * where some wait for each other, or for what is not there.
   */
  static List<String> inOrder(ComputationGraphConfiguration graph) {
    Set<String> computed = new LinkedHashSet<>(graph.getNetworkInputs());
    List<String> waiting = new ArrayList<>(graph.getVertices().keySet());
    for (boolean progress = true; progress; ) {
      progress = false;
      List<String> left = new ArrayList<>();
      for (String name : waiting) {
        if (computed.containsAll(graph.getVertexInputs().get(name))) {
          progress |= computed.add(name);
        } else {
          left.add(name);
        }
      }
      waiting = left;
    }
    graph.getNetworkInputs().forEach(computed::remove);
    return List.copyOf(computed);
  }

  /** The parameters of each vertex, running statistics included. */
  static long parameters(ComputationGraphConfiguration graph, String vertex) {
    return graph.getVertices().get(vertex).numParams(true);
  }

  /** The vertices that all or some parameters belong to. */
  static List<String> withParameters(ComputationGraphConfiguration graph, List<String> vertices) {
    return vertices.stream().filter(vertex -> parameters(graph, vertex) > 0).toList();
  }

  /** The layer of a vertex, out of what freezes it. */
  static Layer inner(LayerVertex vertex) {
    Layer layer = vertex.getLayerConf().getLayer();
    while (true) {
      if (layer instanceof FrozenLayer frozen) {
        layer = frozen.getLayer();
      } else if (layer instanceof FrozenLayerWithBackprop frozen) {
        layer = frozen.getUnderlying();
      } else {
        return layer;
      }
    }
  }

  /** Whether the vertex has a layer that the configuration itself freezes. */
  static boolean isFrozen(LayerVertex vertex) {
    return vertex.getLayerConf().getLayer() != inner(vertex);
  }
}
