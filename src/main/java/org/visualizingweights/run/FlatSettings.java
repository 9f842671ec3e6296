package org.visualizingweights.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.visualizingweights.UserError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The keys of an experiment as a run records it, in {@code experiment.yaml}, nested ones joined by
 * dots, as text.
 */
public final class FlatSettings {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int LARGEST = 64 * 1024;

  private FlatSettings() {}

  /**
   * Reads a file. One that was written when there was but one network names it all the same.
   *
   * @throws UserError where there is none, or it is not one of ours
   */
  static Map<String, String> read(Path file) {
    try {
      Map<String, String> settings =
          of(YAML.readTree(SmallFile.read(file, LARGEST, "the settings of a run")));
      settings.putIfAbsent("network", FormerNetwork.RESNET_18.name());
      return settings;
    } catch (IOException e) {
      throw UserError.unavailable("cannot read " + file + ": " + e, e);
    } catch (JacksonException e) {
      throw UserError.unavailable("%s is not YAML: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** Reads a text that is YAML. */
  public static Map<String, String> parse(String yaml) {
    return of(YAML.readTree(yaml));
  }

  private static Map<String, String> of(JsonNode root) {
    Map<String, String> settings = new LinkedHashMap<>();
    add("", root, settings);
    return settings;
  }

  private static void add(String key, JsonNode node, Map<String, String> settings) {
    if (node.isObject()) {
      String prefix = key.isEmpty() ? "" : key + ".";
      node.properties().forEach(e -> add(prefix + e.getKey(), e.getValue(), settings));
    } else if (!key.isEmpty()) {
      settings.put(key, text(node));
    }
  }

  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(FlatSettings::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return node.isValueNode() ? node.asString() : node.toString();
  }
}
