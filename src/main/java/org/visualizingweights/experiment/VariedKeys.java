package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.visualizingweights.experiment.Variation.Choice;

/**
 * One value of each key that varies.
 *
 * @param of where the values are from
 * @param values by the paths of the keys, in their order
 */
record VariedKeys(Variation of, Map<String, Choice> values) {

  /** The values as people write them. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, choice) -> texts.put(key, choice.text()));
    return texts;
  }

  /** For messages. */
  String inWords() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + ": " + value.getValue().text())
        .collect(Collectors.joining(", "));
  }
}
