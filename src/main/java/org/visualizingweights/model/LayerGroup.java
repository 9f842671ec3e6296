package org.visualizingweights.model;

import java.util.List;

/**
 * The parts of the network that can be frozen, or trained at a rate of their own: first to last.
 */
public enum LayerGroup {
  CONV1("conv1"),
  CONV2_X("conv2_x"),
  CONV3_X("conv3_x"),
  CONV4_X("conv4_x"),
  CONV5_X("conv5_x"),
  HEAD("head");

  /** All groups but the head. */
  public static final List<LayerGroup> BODY = List.of(CONV1, CONV2_X, CONV3_X, CONV4_X, CONV5_X);

  private final String label;

  LayerGroup(String label) {
    this.label = label;
  }

  /** The group's name in YAML, and of the vertex that is its output. */
  public String label() {
    return label;
  }

  /** The group that a vertex of ResNet-18 belongs to. */
  public static LayerGroup of(String vertex) {
    if (vertex.startsWith("head.") || vertex.equals(ResNet18.LOGITS)) {
      return HEAD;
    }
    return BODY.stream()
        .filter(group -> group != CONV1 && vertex.startsWith(group.label.replace("x", "")))
        .findFirst()
        .orElse(CONV1);
  }
}
