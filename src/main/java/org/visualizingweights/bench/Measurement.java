package org.visualizingweights.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * One measured quantity.
 *
 * @param median of the rounds
 * @param min the smallest of the rounds
 * @param max the largest of the rounds
 */
public record Measurement(double median, double min, double max) {

  /** The figure of some rounds; each is itself a median over steps. */
  static Measurement of(List<Double> rounds) {
    List<Double> sorted = rounds.stream().sorted().toList();
    return new Measurement(median(sorted), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  static double median(Stream<Double> values) {
    return median(values.sorted().toList());
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
