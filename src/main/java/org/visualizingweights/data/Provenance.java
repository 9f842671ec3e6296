package org.visualizingweights.data;

import java.util.Map;
import java.util.Optional;

/**
 * Where the data, or the weights, of a run really came from.
 *
 * @param name as in YAML: {@code mnist}, {@code synthetic-digits}, …
 * @param origin a folder, a URL, or how it was made
 * @param sha256 of each file, by its name; empty where nothing was read
 * @param fallback where this is not what was asked for: what was, and why it could not be had, in
 *     one sentence
 */
public record Provenance(
    String name, String origin, Map<String, String> sha256, Optional<String> fallback) {
  public Provenance {
    sha256 = Map.copyOf(sha256);
  }

  /** The same, used instead of something else for the reason given. */
  public Provenance insteadOf(String reason) {
    return new Provenance(name, origin, sha256, Optional.of(reason));
  }
}
