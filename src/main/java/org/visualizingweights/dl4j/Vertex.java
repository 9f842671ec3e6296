package org.visualizingweights.dl4j;

import java.util.List;
import java.util.Optional;

/**
 * A vertex of a graph, or a layer of a {@code MultiLayerNetwork}.
 *
 * @param name its own; that of a layer without a name is {@code layer} and its index
 * @param inputs the vertices whose outputs it takes
 * @param channelsLast whether the channels of what it puts out are the last dimension rather than
 *     the second one, as in {@code [batch, height, width, channels]}
 * @param obstacle why it cannot be captured, as a clause about "it"; empty where it can be
 */
public record Vertex(
    String name,
    VertexKind kind,
    List<String> inputs,
    boolean channelsLast,
    Optional<String> obstacle) {

  public Vertex {
    inputs = List.copyOf(inputs);
  }

  /** Whether what it puts out can be captured in a training step. */
  public boolean canBeCaptured() {
    return obstacle.isEmpty();
  }
}
