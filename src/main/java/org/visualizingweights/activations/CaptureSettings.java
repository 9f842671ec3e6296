package org.visualizingweights.activations;

import java.util.List;

/**
 * What is captured.
 *
 * @param vertices of the graph, in the order in which they are shown
 * @param every steps between captures; 1 is every step
 * @param bins number of equal bins of the histogram over [low, high]
 * @throws IllegalArgumentException where nothing could be captured so; the range counts as floats,
 *     and so does its width
 */
public record CaptureSettings(List<String> vertices, int every, int bins, double low, double high) {
  public CaptureSettings {
    vertices = List.copyOf(vertices);
    float width = (float) high - (float) low;
    if (every < 1 || bins < 1 || !(width > 0) || Float.isInfinite(width)) {
      throw new IllegalArgumentException(
          "cannot capture every %s steps, %s bins over [%s, %s]".formatted(every, bins, low, high));
    }
  }
}
