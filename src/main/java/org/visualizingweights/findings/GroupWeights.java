package org.visualizingweights.findings;

import java.util.List;
import org.visualizingweights.network.Part;

/**
 * How the weights of a part of the network went: of a layer group.
 *
 * @param layers of the part, with weights
 */
record GroupWeights(Part part, List<LayerSummary> layers) {

  String name() {
    return part.name();
  }

  /** As in a sentence about its weights: a part of one layer is called as that. */
  String inWords() {
    return isOneVertex() ? name() : "group " + name();
  }

  /** Whether the part is but a vertex: then there is nothing in it besides what is frozen. */
  boolean isOneVertex() {
    return part.vertices().size() == 1;
  }

  /** The layer of that name alone if it is in the group, or else the group. */
  GroupWeights only(String vertex) {
    List<LayerSummary> one =
        layers.stream().filter(layer -> layer.layer().vertex().equals(vertex)).toList();
    return one.isEmpty() ? this : new GroupWeights(part, one);
  }

  /** What the weights are called that a vertex's output comes of; it may have none of its own. */
  String behind(String vertex) {
    boolean own = layers.stream().anyMatch(layer -> layer.layer().vertex().equals(vertex));
    return own || vertex.equals(name()) ? vertex : inWords();
  }

  /** Whether all of its convolutions and dense layers stay as they are; its batch norms may not. */
  boolean frozen() {
    return layers.stream().anyMatch(layer -> layer.layer().frozen());
  }

  /** NaN where the rule by which its weights are updated has none. */
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
