package org.visualizingweights.model;

import java.util.List;
import java.util.stream.Stream;
import org.visualizingweights.network.Architecture;

/**
 * A network that experiments can name, and all that the rest needs to know of it. Those that are
 * ours, {@link Networks} lists.
 */
public interface Network {
  /** The name of the part that stands on the body, where the network is ours. */
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

  /**
   * The vertices whose activations can be captured, in the order in which they are computed.
   *
   * @param head of no meaning where there is none to choose
   */
  List<String> capturable(Head head);

  /**
   * Its vertices and where they belong.
   *
   * @param head of no meaning where there is none to choose
   */
  Architecture architecture(Head head);
}
