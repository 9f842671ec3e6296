package org.visualizingweights.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;

/** Which vertex takes what of which, and what follows from that. */
final class Wiring {
  /** In the order in which they are computed. */
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private final Map<String, ChannelOrder> orders = new LinkedHashMap<>();
  private final List<Vertex> vertices;

  Wiring(List<Node> inOrder) {
    inOrder.forEach(node -> nodes.put(node.name(), node));
    inOrder.forEach(node -> orders.put(node.name(), order(node)));
    vertices = inOrder.stream().map(this::vertex).toList();
  }

  List<Vertex> vertices() {
    return vertices;
  }

  private Vertex vertex(Node node) {
    return new Vertex(
        node.name(),
        node.kind(),
        node.inputs(),
        orders.get(node.name()) == ChannelOrder.LAST,
        obstacle(node));
  }

  /** The order of a vertex's channels; where nothing says it, that of what it takes. */
  private ChannelOrder order(Node node) {
    Optional<ChannelOrder> own = node.role() == Node.Role.INPUT ? orderTaken(node) : node.gives();
    return own.or(() -> node.inputs().stream().map(orders::get).findFirst())
        .orElse(ChannelOrder.SECOND);
  }

  private Optional<ChannelOrder> orderTaken(Node of) {
    return consumers(of)
        .map(consumer -> consumer.takes().or(() -> orderTaken(consumer)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Stream<Node> consumers(Node of) {
    return nodes.values().stream().filter(node -> node.inputs().contains(of.name()));
  }

  private Optional<String> obstacle(Node node) {
    if (node.role() == Node.Role.OUTPUT) {
      return Optional.of(
          "it is computed with the loss, after the forward pass; capture its input, "
              + String.join(" or ", node.inputs()));
    }
    Node origin = origin(node);
    List<Node> readers = readers(origin);
    List<Node> writers = writers(readers);
    if (writers.isEmpty()) {
      return Optional.empty();
    }
    boolean avoidable =
        readers.size() == 1
            && origin.role() != Node.Role.INPUT
            && writers.get(0).memoryUse() == MemoryUse.WRITTEN_IF_ALLOWED;
    return avoidable
        ? Optional.empty()
        : Optional.of(
            "%s writes over it, and could not be kept from that without training otherwise"
                .formatted(writers.get(0).name()));
  }

  /** The vertex in whose memory the output of this one lies. */
  private Node origin(Node node) {
    return node.memoryUse() == MemoryUse.PASSED_ON ? origin(nodes.get(node.inputs().get(0))) : node;
  }

  /** All that compute from the memory of a vertex. */
  private List<Node> readers(Node origin) {
    List<Node> readers = new ArrayList<>();
    consumers(origin)
        .forEach(
            consumer -> {
              if (consumer.memoryUse() == MemoryUse.PASSED_ON) {
                readers.addAll(readers(consumer));
              } else {
                readers.add(consumer);
              }
            });
    return readers;
  }

  /** Those that write to what they read, before the forward pass is over. */
  private List<Node> writers(List<Node> readers) {
    return readers.stream()
        .filter(node -> node.role() != Node.Role.OUTPUT)
        .filter(
            node ->
                node.memoryUse() == MemoryUse.WRITTEN
                    || node.memoryUse() == MemoryUse.WRITTEN_IF_ALLOWED && isAllowed(node))
        .toList();
  }

  /** Deeplearning4j allows it to the last consumer of a vertex, but not to the first layers. */
  private boolean isAllowed(Node writer) {
    Node input = nodes.get(writer.inputs().get(0));
    return input.role() != Node.Role.INPUT
        && consumers(input).reduce((earlier, later) -> later).orElseThrow() == writer;
  }

  Optional<String> firstConvolution() {
    return nodes.values().stream().filter(Node::isConvolutionOfImages).map(Node::name).findFirst();
  }

  /** Where one layer computes the loss, and nothing else adds to it. */
  Optional<Integer> classes() {
    List<Node> outputs =
        nodes.values().stream().filter(node -> node.role() == Node.Role.OUTPUT).toList();
    boolean alone = nodes.values().stream().noneMatch(Node::isRegularized);
    return outputs.size() == 1 && alone ? outputs.get(0).classes() : Optional.empty();
  }

  /** The layers that would write over vertices that can be captured. */
  List<Layer> writersOver(Collection<String> vertices) {
    return vertices.stream()
        .map(name -> writers(readers(origin(nodes.get(name)))))
        .flatMap(List::stream)
        .map(writer -> writer.layer().orElseThrow())
        .distinct()
        .toList();
  }
}
