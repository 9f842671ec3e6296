package org.visualizingweights.activations;

import java.util.List;
import java.util.stream.IntStream;
import org.visualizingweights.Count;
import org.visualizingweights.Key;

/**
 * What is captured.
 *
 * @param vertices in the order in which they are shown
 * @throws IllegalArgumentException where nothing could be captured so; the range counts as floats,
 *     and so does its width
 */
public record CaptureSettings(
    @Key(
            "Any vertices of the graph, such as `[conv3_1.bn2, head.relu]`; `*` and `?` stand for any"
                + " characters, and for one: `[conv?_x]`. `auto`: what the first convolution and the"
                + " stages put out, `conv1`, `conv2_x`, `conv3_x`, `conv4_x` and `conv5_x`; of a"
                + " network that is no ResNet of ours, up to twelve convolutions and dense layers.")
        List<String> vertices,
    @Key(value = "Steps between captures.", least = 1) int every,
    @Key(
            value = "Equal bins of the histogram over the range.",
            least = 1,
            most = CaptureSettings.MOST_BINS)
        int bins,
    @Key(name = "range", value = "The low") double low,
    @Key(name = "range", value = "and the high end of the histogram.") double high) {
  /** Of one vertex: more than any screen has lines. */
  static final int MOST_BINS = 10_000;

  /** Of all vertices: as much as one step may take, 32 MB. */
  private static final int MOST_BINS_OF_ALL = 1 << 22;

  private static final int BINS_NEAR_ZERO = 2;

  public CaptureSettings {
    vertices = List.copyOf(vertices);
    require(every >= 1, "a capture at every n-th step needs an n of at least 1, not " + every);
    require(
        bins >= 1 && bins <= MOST_BINS,
        "a histogram has 1 to %s bins, not %s".formatted(Count.of(MOST_BINS), Count.of(bins)));
    float width = (float) high - (float) low;
    require(
        width > 0 && !Float.isInfinite(width),
        "a range goes from a low end to a higher one, both as floats; found %s to %s"
            .formatted(low, high));
    require(
        vertices.size() * (long) bins <= MOST_BINS_OF_ALL,
        "%s bins of %s are more than the %s that a step may have; take fewer of either"
            .formatted(
                Count.of(bins),
                Count.of(vertices.size(), "vertex", "vertices"),
                Count.of(MOST_BINS_OF_ALL)));
  }

  /** Whether a step was captured with these settings. */
  public boolean match(Step step) {
    List<Capture> captures = step.captures();
    return captures.size() == vertices.size()
        && IntStream.range(0, vertices.size())
            .allMatch(
                i ->
                    captures.get(i).vertex().equals(vertices.get(i))
                        && captures.get(i).bins().length == bins);
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The same, captured at other steps. */
  public CaptureSettings every(int steps) {
    return new CaptureSettings(vertices, steps, bins, low, high);
  }

  /** The lower edge of a bin; that of the one behind the last is the end of the range. */
  public double edge(int bin) {
    return low + bin * (high - low) / bins;
  }

  /**
   * The first of the two bins that are nearest to zero: the lowest two where the range begins with
   * zero, and those around it where it lies within. Where there is but one bin, that.
   */
  public int firstNearZero() {
    long middle = Math.round(-low / (high - low) * bins);
    return (int) Math.max(0, Math.min(middle - 1, bins - BINS_NEAR_ZERO));
  }

  /** The end of the bins that are nearest to zero: the first bin that is not. */
  public int endNearZero() {
    return Math.min(firstNearZero() + BINS_NEAR_ZERO, bins);
  }

  /** Whether zero lies in the range, or at one of its ends. */
  public boolean hasZero() {
    return low <= 0 && high >= 0;
  }
}
