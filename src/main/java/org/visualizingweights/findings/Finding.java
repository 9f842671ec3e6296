package org.visualizingweights.findings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run.
 *
 * @param layers that it is about, first layers first; empty: the whole network
 * @param text one to three sentences with the numbers
 * @param numbers that it rests on, by name, in a fixed order
 * @param place where it is seen best, if it is to be seen
 */
public record Finding(
    Kind kind,
    Severity severity,
    List<String> layers,
    String text,
    Map<String, Double> numbers,
    Optional<Place> place) {
  public Finding {
    layers = List.copyOf(layers);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }
}
