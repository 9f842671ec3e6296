package org.visualizingweights.network;

import java.util.List;

/**
 * A part of a network that can be frozen, or trained at a rate of its own: what fastai, and
 * experiments, call a layer group.
 *
 * @param name what experiments and findings call it
 * @param vertices that belong to it, in the order in which they are computed
 */
public record Part(String name, List<String> vertices) {
  public Part {
    vertices = List.copyOf(vertices);
  }

  /** Whether a vertex belongs to it. */
  public boolean has(String vertex) {
    return vertices.contains(vertex);
  }
}
