package org.visualizingweights.dl4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;

/** Which vertex takes what of which, and what follows from that. */
final class Wiring {
  /** In the order in which they are computed. */
  private final Map<String, Dl4jVertex> nodes = new LinkedHashMap<>();

  /** Those that take what a vertex gives, in the order in which they are computed. */
  private final Map<String, List<Dl4jVertex>> consumers = new HashMap<>();

  private final Map<String, ChannelOrder> orders = new LinkedHashMap<>();
  private final List<Vertex> vertices;

  Wiring(List<Dl4jVertex> inOrder) {
    inOrder.forEach(node -> nodes.put(node.name(), node));
    inOrder.forEach(
        node ->
            Set.copyOf(node.inputs())
                .forEach(
                    input -> consumers.computeIfAbsent(input, n -> new ArrayList<>()).add(node)));
    Map<String, ChannelOrder> taken = ordersTaken(inOrder);
    inOrder.forEach(node -> orders.put(node.name(), order(node, taken)));
    vertices = inOrder.stream().map(this::vertex).toList();
  }

  List<Vertex> vertices() {
    return vertices;
  }

  private Vertex vertex(Dl4jVertex node) {
    return new Vertex(
        node.name(),
        node.kind(),
        node.inputs(),
        orders.get(node.name()) == ChannelOrder.LAST,
        obstacle(node));
  }

  /** The order of a vertex's channels; where nothing says it, that of what it takes. */
  private ChannelOrder order(Dl4jVertex node, Map<String, ChannelOrder> taken) {
    Optional<ChannelOrder> own =
        node.role() == Dl4jVertex.Role.INPUT
            ? Optional.ofNullable(taken.get(node.name()))
            : node.gives();
    return own.or(() -> node.inputs().stream().map(orders::get).findFirst())
        .orElse(ChannelOrder.SECOND);
  }

  /**
   * The order in which what a vertex gives is taken, by its consumers or theirs, where one of them
   * says it. From last to first, as a network may be deeper than the stack of a thread.
   */
  private Map<String, ChannelOrder> ordersTaken(List<Dl4jVertex> inOrder) {
    Map<String, ChannelOrder> taken = new HashMap<>();
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      Dl4jVertex node = inOrder.get(i);
      consumers(node)
          .flatMap(
              consumer ->
                  consumer
                      .takes()
                      .or(() -> Optional.ofNullable(taken.get(consumer.name())))
                      .stream())
          .findFirst()
          .ifPresent(order -> taken.put(node.name(), order));
    }
    return taken;
  }

  private Stream<Dl4jVertex> consumers(Dl4jVertex of) {
    return consumers.getOrDefault(of.name(), List.of()).stream();
  }

  private Optional<String> obstacle(Dl4jVertex node) {
    if (node.role() == Dl4jVertex.Role.OUTPUT) {
      return Optional.of(
          "it is computed with the loss, after the forward pass; capture its input, "
              + String.join(" or ", node.inputs()));
    }
    Dl4jVertex origin = origin(node);
    List<Dl4jVertex> readers = readers(origin);
    List<Dl4jVertex> writers = writers(readers);
    if (writers.isEmpty()) {
      return Optional.empty();
    }
    boolean avoidable =
        readers.size() == 1
            && origin.role() != Dl4jVertex.Role.INPUT
            && writers.get(0).memoryUse() == MemoryUse.WRITTEN_IF_ALLOWED;
    return avoidable
        ? Optional.empty()
        : Optional.of(
            "%s writes over it, and could not be kept from that without training otherwise"
                .formatted(writers.get(0).name()));
  }

  /** The vertex in whose memory the output of this one lies. */
  private Dl4jVertex origin(Dl4jVertex node) {
    Dl4jVertex origin = node;
    while (origin.memoryUse() == MemoryUse.PASSED_ON) {
      origin = nodes.get(origin.inputs().get(0));
    }
    return origin;
  }

  /** All that compute from the memory of a vertex. */
  private List<Dl4jVertex> readers(Dl4jVertex origin) {
    List<Dl4jVertex> readers = new ArrayList<>();
    Deque<Dl4jVertex> left = new ArrayDeque<>(List.of(origin));
    while (!left.isEmpty()) {
      consumers(left.pop())
          .forEach(
              consumer ->
                  (consumer.memoryUse() == MemoryUse.PASSED_ON ? left : readers).add(consumer));
    }
    return readers;
  }

  /** Those that write to what they read, before the forward pass is over. */
  private List<Dl4jVertex> writers(List<Dl4jVertex> readers) {
    return readers.stream()
        .filter(node -> node.role() != Dl4jVertex.Role.OUTPUT)
        .filter(
            node ->
                node.memoryUse() == MemoryUse.WRITTEN
                    || node.memoryUse() == MemoryUse.WRITTEN_IF_ALLOWED && isAllowed(node))
        .toList();
  }

  /** Deeplearning4j allows it to the last consumer of a vertex, but not to the first layers. */
  private boolean isAllowed(Dl4jVertex writer) {
    Dl4jVertex input = nodes.get(writer.inputs().get(0));
    return input.role() != Dl4jVertex.Role.INPUT
        && consumers(input).reduce((earlier, later) -> later).orElseThrow() == writer;
  }

  Optional<String> firstConvolution() {
    return nodes.values().stream()
        .filter(Dl4jVertex::isConvolutionOfImages)
        .map(Dl4jVertex::name)
        .findFirst();
  }

  /** Where one layer computes the loss, and nothing else adds to it. */
  Optional<Integer> classes() {
    List<Dl4jVertex> outputs =
        nodes.values().stream().filter(node -> node.role() == Dl4jVertex.Role.OUTPUT).toList();
    boolean alone = nodes.values().stream().noneMatch(Dl4jVertex::isRegularized);
    return outputs.size() == 1 && alone ? outputs.get(0).classes() : Optional.empty();
  }

  /**
   * The layers that would write over vertices that can be captured; one may be there more than
   * once. They are not compared, as layers are by all of their arrays.
   */
  List<Layer> writersOver(Collection<String> vertices) {
    return vertices.stream()
        .map(name -> writers(readers(origin(nodes.get(name)))))
        .flatMap(List::stream)
        .map(writer -> writer.layer().orElseThrow())
        .toList();
  }
}
