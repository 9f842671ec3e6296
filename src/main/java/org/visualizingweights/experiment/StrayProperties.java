package org.visualizingweights.experiment;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * System properties that bear the name of an experiment's key, as in {@code -Dlimit=100}. Nothing
 * reads them, and who set one would have waited for a run of another experiment than was meant.
 */
final class StrayProperties {
  /** Words so common that another tool may have set them for reasons of its own. */
  private static final Set<String> COMMON = Set.of("name", "description");

  private StrayProperties() {}

  /**
   * What is wrong with them, and how it is said rightly.
   *
   * @param overrides as {@code -Dset} has them
   * @return empty where there are none
   */
  static Optional<String> problem(Properties properties, String overrides) {
    List<String> stray =
        ExperimentReader.KEYS.described().values().stream()
            .filter(key -> !key.isSection())
            .map(Keys.DescribedKey::path)
            .filter(key -> !COMMON.contains(key) && properties.getProperty(key) != null)
            .toList();
    if (stray.isEmpty()) {
      return Optional.empty();
    }
    String meant =
        Stream.concat(
                Stream.of(overrides).filter(text -> !text.isBlank()),
                stray.stream().map(key -> key + "=" + properties.getProperty(key)))
            .collect(Collectors.joining(","));
    return Optional.of(
        "-D%s: %s of the experiment, and set with -Dset: -Dset=%s"
            .formatted(
                String.join(", -D", stray),
                stray.size() == 1 ? "this is a key" : "these are keys",
                meant));
  }
}
