package org.visualizingweights.training;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.visualizingweights.model.LayerGroup;

/** A learning rate for each layer group; constant over the whole run. */
public record LearningRates(Map<LayerGroup, Double> byGroup) {

  public LearningRates {
    byGroup = Map.copyOf(byGroup);
    for (LayerGroup group : LayerGroup.values()) {
      if (!byGroup.containsKey(group)) {
        throw new IllegalArgumentException("no learning rate for " + group.label());
      }
    }
  }

  /** The same rate everywhere. */
  public static LearningRates of(double rate) {
    return spread(List.of(rate));
  }

  /**
   * Spreads the rates over the groups in order, each over an equal share: three rates over six
   * groups are two groups each; where the shares are not whole, the earlier rates cover more.
   *
   * @param rates one to six rates, for the first layers first
   */
  public static LearningRates spread(List<Double> rates) {
    LayerGroup[] groups = LayerGroup.values();
    if (rates.isEmpty() || rates.size() > groups.length) {
      throw new IllegalArgumentException(
          "1 to " + groups.length + " learning rates are needed, not " + rates.size());
    }
    Map<LayerGroup, Double> byGroup = new EnumMap<>(LayerGroup.class);
    for (int i = 0; i < groups.length; i++) {
      byGroup.put(groups[i], rates.get(i * rates.size() / groups.length));
    }
    return new LearningRates(byGroup);
  }

  public double of(LayerGroup group) {
    return byGroup.get(group);
  }

  /** As people write it: {@code 0.01}, or {@code conv1 0.1, conv2_x 0.01, …}. */
  @Override
  public String toString() {
    if (byGroup.values().stream().distinct().count() == 1) {
      return number(of(LayerGroup.CONV1));
    }
    return Arrays.stream(LayerGroup.values())
        .map(group -> group.label() + " " + number(of(group)))
        .collect(Collectors.joining(", "));
  }

  private static String number(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }
}
