package org.visualizingweights.experiment;

import java.util.Map;
import java.util.Optional;
import org.visualizingweights.experiment.Node.Entry;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Scalar;

/** What is a setting, and so no key of an experiment, though people look for it there. */
record SettingKeys(Mapping settings) {
  /** Where no setting is looked for. */
  static final SettingKeys NONE = new SettingKeys(new Mapping(Location.of(""), Map.of()));

  /** Those of the settings' file, whose mistakes are not told here. */
  static SettingKeys of(ConfigFolder config) {
    return new SettingKeys(
        YamlFile.read(config.settings(), new Mistakes())
            .orElse(new Mapping(Location.of(config.settings().toString()), Map.of())));
  }

  /** How a setting is given, for the end of a message; empty where a key is none. */
  Optional<String> hint(String key, Node value) {
    return option(key, value, settings)
        .map(option -> "; it is a setting, which the command line gives: -D" + option);
  }

  private static Optional<String> option(String key, Node value, Mapping above) {
    Entry setting = above.entries().get(key);
    if (setting == null) {
      return Optional.empty();
    }
    if (setting.value() instanceof Mapping section && value instanceof Mapping given) {
      return given.entries().entrySet().stream()
          .flatMap(below -> option(below.getKey(), below.getValue().value(), section).stream())
          .findFirst()
          .map(below -> key + "." + below);
    }
    return Optional.of(key + "=" + (value instanceof Scalar scalar ? scalar.text() : "…"));
  }
}
