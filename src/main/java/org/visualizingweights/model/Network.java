package org.visualizingweights.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.ZooModel;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.network.Architecture;

/**
 * A network that experiments can name, and all that the rest needs to know of it. Those there are,
 * {@link Networks} lists.
 */
public interface Network {
  /** The name of the part that stands on the body. */
  String HEAD = "head";

  /** What experiments call it. */
  String name();

  /** What people call it: {@code ResNet-18}. */
  String title();

  /** The parts that {@code freeze: body} keeps as they are, first to last. */
  List<String> body();

  /** All parts, first to last: each can have a learning rate of its own. */
  default List<String> parts() {
    return Stream.concat(body().stream(), Stream.of(HEAD)).toList();
  }

  /** The vertices whose activations are captured unless an experiment says otherwise. */
  List<String> watched();

  /** Its vertices and where they belong. */
  Architecture architecture(Head head);

  /** What torchvision calls its tensors; empty where torchvision has no such network. */
  Optional<Torchvision> torchvision();

  /**
   * Makes the network's model.
   *
   * @param wanted from {@link #builder}
   */
  ZooModel<ComputationGraph> build(NetworkBuilder wanted);

  /** A network of 1,000 classes with torchvision's head, for images of 224 pixels. */
  default NetworkBuilder builder(LayerKit kit) {
    return new NetworkBuilder(this, kit);
  }
}
