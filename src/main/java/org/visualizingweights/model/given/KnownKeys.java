package org.visualizingweights.model.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.visualizingweights.model.weights.Printable;
import tools.jackson.databind.JsonNode;

/**
 * Which keys of a configuration Deeplearning4j knows. It passes over all others without a word,
 * such as those of a later version, whatever they ask for; what it knows, it writes again.
 */
final class KnownKeys {
  /** With which all of its versions since 1.0.0-beta3 say what an object is. */
  private static final String CLASS = "@class";

  private final List<String> unknown = new ArrayList<>();
  private boolean isOlder;

  private KnownKeys() {}

  /**
   * Compares a configuration with what Deeplearning4j makes of it.
   *
   * @param given as a file has it
   * @param written as Deeplearning4j writes it once it has read it
   * @return in a few words each, what is passed over, or may be
   */
  static List<String> remarks(JsonNode given, JsonNode written) {
    KnownKeys keys = new KnownKeys();
    keys.compare("", given, written);
    List<String> remarks = new ArrayList<>();
    if (!keys.unknown.isEmpty()) {
      remarks.add(
          "its configuration says %s: not done, as this version of Deeplearning4j does not know it"
              .formatted(Printable.listed(keys.unknown)));
    }
    if (keys.isOlder) {
      remarks.add(
          "its configuration is of an early version of Deeplearning4j, which this one translates");
    }
    return remarks;
  }

  private void compare(String path, JsonNode given, JsonNode written) {
    if (written.has(CLASS) && !given.has(CLASS)) {
      isOlder = true;
    } else if (given.isObject() && written.isObject()) {
      for (Map.Entry<String, JsonNode> entry : given.properties()) {
        String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        if (written.has(entry.getKey())) {
          compare(at, entry.getValue(), written.get(entry.getKey()));
        } else if (!asksForNothing(entry.getValue())) {
          unknown.add(at);
        }
      }
    } else if (given.isArray() && written.isArray()) {
      for (int i = 0; i < Math.min(given.size(), written.size()); i++) {
        compare(path + "." + i, given.get(i), written.get(i));
      }
    }
  }

  /** Off, none, or nothing at all. */
  private static boolean asksForNothing(JsonNode value) {
    return value.isContainer()
        ? value.isEmpty()
        : List.of("null", "false", "0", "0.0", "NaN", "").contains(value.asString(""))
            || value.isNull();
  }
}
