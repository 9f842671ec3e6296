package org.visualizingweights.findings;

import java.util.List;
import org.visualizingweights.model.LayerGroup;

/**
 * How the weights of a layer group went.
 *
 * @param layers of the group, with weights
 */
record GroupWeights(LayerGroup group, List<LayerSummary> layers) {

  /** The layer of that name alone if it is in the group, or else the group. */
  GroupWeights only(String vertex) {
    List<LayerSummary> one =
        layers.stream().filter(layer -> layer.layer().vertex().equals(vertex)).toList();
    return one.isEmpty() ? this : new GroupWeights(group, one);
  }

  /** Whether all of its convolutions and dense layers stay as they are; its batch norms may not. */
  boolean frozen() {
    return layers.stream().anyMatch(layer -> layer.layer().frozen());
  }

  double learningRate() {
    return layers.stream().mapToDouble(layer -> layer.layer().learningRate()).max().orElse(0);
  }

  /** The norm of the distance of all weights from their start, beside their norm there. */
  double change() {
    double distance = 0;
    double start = 0;
    for (LayerSummary layer : layers) {
      double norm = layer.layer().startNorm();
      distance += Math.pow(layer.change() * norm, 2);
      start += norm * norm;
    }
    return Math.sqrt(distance / start);
  }

  /** The largest relative gradient among its layers; 0 where none got one. */
  double relativeGradient() {
    return layers.stream().mapToDouble(LayerSummary::relativeGradient).max().orElse(0);
  }
}
