package org.visualizingweights.activations;

import java.util.List;
import java.util.stream.IntStream;

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
  /** Of all vertices: as much as one step may take, 32 MB. */
  private static final int MOST_BINS = 1 << 22;

  public CaptureSettings {
    vertices = List.copyOf(vertices);
    float width = (float) high - (float) low;
    if (every < 1 || bins < 1 || !(width > 0) || Float.isInfinite(width)) {
      throw new IllegalArgumentException(
          "cannot capture every %d steps, %d bins over [%s, %s]".formatted(every, bins, low, high));
    }
    if (vertices.size() * (long) bins > MOST_BINS) {
      throw new IllegalArgumentException(
          "cannot capture %d bins of %d vertices".formatted(bins, vertices.size()));
    }
  }

  /** Whether a step was captured so. */
  public boolean fit(Step step) {
    List<Capture> captures = step.captures();
    return captures.size() == vertices.size()
        && IntStream.range(0, vertices.size())
            .allMatch(
                i ->
                    captures.get(i).vertex().equals(vertices.get(i))
                        && captures.get(i).bins().length == bins);
  }
}
