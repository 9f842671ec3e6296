package org.visualizingweights.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.visualizingweights.PlainNumber;

/**
 * Learning rates, constant over the whole run.
 *
 * @param everywhere the rate of all parts, where it is the same
 * @param byPart the rate of each part, first to last, where they differ; else empty
 */
public record LearningRates(OptionalDouble everywhere, Map<String, Double> byPart) {
  public LearningRates {
    byPart = Collections.unmodifiableMap(new LinkedHashMap<>(byPart));
    if (everywhere.isPresent() != byPart.isEmpty()) {
      throw new IllegalArgumentException("one rate, or one for each part");
    }
  }

  /** The same rate everywhere. */
  public static LearningRates of(double rate) {
    return new LearningRates(OptionalDouble.of(rate), Map.of());
  }

  /**
   * A rate for each part.
   *
   * @param parts of the network, first to last
   * @throws IllegalArgumentException if there is none for one of them
   */
  public static LearningRates of(Map<String, Double> rates, List<String> parts) {
    Map<String, Double> byPart = new LinkedHashMap<>();
    for (String part : parts) {
      if (!rates.containsKey(part)) {
        throw new IllegalArgumentException("no learning rate for " + part);
      }
      byPart.put(part, rates.get(part));
    }
    return byPart.values().stream().distinct().count() == 1
        ? of(byPart.get(parts.get(0)))
        : new LearningRates(OptionalDouble.empty(), byPart);
  }

  /**
   * Spreads the rates over the parts in order, each over an equal share: three rates over six parts
   * are two parts each; where the shares are not whole, the earlier rates cover more.
   *
   * @param rates as many as there are parts at the most, for the first layers first
   * @param parts of the network, first to last
   */
  public static LearningRates spread(List<Double> rates, List<String> parts) {
    if (rates.isEmpty() || rates.size() > parts.size()) {
      throw new IllegalArgumentException(
          "1 to " + parts.size() + " learning rates are needed, not " + rates.size());
    }
    Map<String, Double> byPart = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      byPart.put(parts.get(i), rates.get(i * rates.size() / parts.size()));
    }
    return of(byPart, parts);
  }

  /**
   * The rate of a part.
   *
   * @throws IllegalArgumentException if it has none
   */
  public double of(String part) {
    if (everywhere.isPresent()) {
      return everywhere.getAsDouble();
    }
    if (!byPart.containsKey(part)) {
      throw new IllegalArgumentException("no learning rate for " + part);
    }
    return byPart.get(part);
  }

  /** As people write it: {@code 0.01}, or {@code conv1 0.1, conv2_x 0.01, …}. */
  @Override
  public String toString() {
    return everywhere.isPresent()
        ? PlainNumber.of(everywhere.getAsDouble())
        : byPart.entrySet().stream()
            .map(rate -> rate.getKey() + " " + PlainNumber.of(rate.getValue()))
            .collect(Collectors.joining(", "));
  }
}
