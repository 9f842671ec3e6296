package org.visualizingweights.activations;

import java.util.List;

/**
 * What is captured.
 *
 * @param vertices of the graph, in the order in which they are shown
 * @param every steps between captures; 1 is every step
 * @param bins number of equal bins of the histogram over [low, high]
 */
public record CaptureSettings(List<String> vertices, int every, int bins, double low, double high) {
  public CaptureSettings {
    vertices = List.copyOf(vertices);
  }
}
