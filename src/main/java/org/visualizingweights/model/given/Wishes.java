package org.visualizingweights.model.given;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an experiment wants of a network.
 *
 * @param imageSize height and width of the images
 * @param classes that there are
 * @param rates the learning rate of each {@linkplain GivenNetwork#parts part}; empty: the network's
 *     own, with their schedules
 * @param optimizer instead of the network's own updaters; empty: those
 * @param frozen parts that stay as they are
 * @param pretrained whether to start from the weights in the network's file, or from fresh ones
 * @param seed of fresh weights, and of all that is random in the network
 */
public record Wishes(
    int imageSize,
    int classes,
    Map<String, Double> rates,
    Optional<Optimizer> optimizer,
    Set<String> frozen,
    boolean pretrained,
    long seed) {
  public Wishes {
    rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
    frozen = Set.copyOf(frozen);
    if (optimizer.isPresent() && rates.isEmpty()) {
      throw new IllegalArgumentException("an optimizer needs learning rates");
    }
  }
}
