package org.visualizingweights.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the data, or the weights, of a run really came from.
 *
 * @param name as in YAML: {@code mnist}, {@code imagenet-mlnet}, …
 * @param description what that is, in a few words, where the name alone could be taken for
 *     something else
 * @param origin a folder, a file, or how it was made
 * @param sha256 of each file, by its name; empty where nothing was read
 * @param license under which it may be used, where that is known
 * @param fallback where this is not what was asked for: what was, and why it could not be had, in
 *     one sentence
 */
public record Provenance(
    String name,
    Optional<String> description,
    String origin,
    Map<String, String> sha256,
    Optional<String> license,
    Optional<String> fallback) {
  public Provenance {
    sha256 = Map.copyOf(sha256);
  }

  /** What was asked for, without a description and with no license that is known. */
  public Provenance(String name, String origin, Map<String, String> sha256) {
    this(name, Optional.empty(), origin, sha256, Optional.empty(), Optional.empty());
  }

  /** The same, used instead of something else for the reason given. */
  public Provenance insteadOf(String reason) {
    return new Provenance(name, description, origin, sha256, license, Optional.of(reason));
  }

  /** Whether this is a folder of the user's, rather than anything that the name stands for. */
  boolean isFolder() {
    return sha256.isEmpty() && Path.of(origin).isAbsolute();
  }

  /** The name, and what it is where that needs saying. */
  public String title() {
    return description.map(what -> "%s (%s)".formatted(name, what)).orElse(name);
  }
}
