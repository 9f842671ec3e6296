package org.visualizingweights.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.ZooModel;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.visualizingweights.layers.LayerKit;

/** Collects what a network is to be like. */
public final class NetworkBuilder {
  public static final int SMALLEST_IMAGE = 32;

  final ResNet network;
  final LayerKit kit;
  final Map<String, IUpdater> updaters = new HashMap<>();
  Head head = Head.LINEAR;
  int classes = 1000;
  int imageSize = 224;
  boolean dropout = true;
  Set<String> frozen = Set.of();
  boolean bodyFixed;
  boolean stockLoss;
  long seed = 42;

  NetworkBuilder(ResNet network, LayerKit kit) {
    this.network = network;
    this.kit = kit;
    network.parts().forEach(part -> updaters.put(part, new Sgd()));
  }

  /** Which network it is to be. */
  public ResNet network() {
    return network;
  }

  public NetworkBuilder head(Head head) {
    this.head = head;
    return this;
  }

  public NetworkBuilder classes(int classes) {
    this.classes = classes;
    return this;
  }

  /** Height and width of the images, at least 32. */
  public NetworkBuilder imageSize(int imageSize) {
    if (imageSize < SMALLEST_IMAGE) {
      throw new IllegalArgumentException(
          "%s needs images of at least %s pixels, not %s"
              .formatted(network.title(), SMALLEST_IMAGE, imageSize));
    }
    this.imageSize = imageSize;
    return this;
  }

  /** Whether the concat-pool head has its two dropouts; it does unless told otherwise. */
  public NetworkBuilder dropout(boolean dropout) {
    this.dropout = dropout;
    return this;
  }

  /** The parts whose convolutions are never trained. */
  public NetworkBuilder frozen(Collection<String> parts) {
    this.frozen = Set.copyOf(parts);
    return this;
  }

  /**
   * Whether the body always works as in evaluation and nothing of it is ever trained: its batch
   * norms use the running statistics that they have, which stay as they are. Then no gradients are
   * computed for any of it.
   */
  public NetworkBuilder bodyFixed(boolean bodyFixed) {
    this.bodyFixed = bodyFixed;
    return this;
  }

  /**
   * Has Deeplearning4j's own loss instead of {@link CrossEntropy}: with the {@link
   * org.visualizingweights.layers.StockKit} there is then nothing in the network that
   * Deeplearning4j does not have itself.
   */
  public NetworkBuilder stockLoss() {
    stockLoss = true;
    return this;
  }

  /** How the parameters of a part are updated. */
  public NetworkBuilder updater(String part, IUpdater updater) {
    updaters.put(part, updater);
    return this;
  }

  public NetworkBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  public ZooModel<ComputationGraph> build() {
    return network.build(this);
  }
}
