package org.visualizingweights.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where the data, or the weights, of a run really came from.
 *
 * @param name as in YAML: {@code mnist}, {@code imagenet-mlnet}, …
 * @param description what that is, in a few words, where the name alone could be taken for
 *     something else
 * @param origin a folder, a file, or how it was made
 * @param sha256 of each file, by its name, or of each folder of images, by its name and a slash;
 *     empty where nothing was read
 * @param license under which it may be used, where that is known
 * @param fallback where this is not what was asked for: what was, and why it could not be had, in
 *     one sentence
 * @param classes of data, where their number is known
 */
public record Provenance(
    String name,
    Optional<String> description,
    String origin,
    Map<String, String> sha256,
    Optional<String> license,
    Optional<String> fallback,
    Optional<Integer> classes) {
  /** How an absolute path begins, here or on another system. */
  private static final Pattern PLACE = Pattern.compile("([A-Za-z]:)?[/\\\\]");

  /** Ends the name of a folder. */
  static final String FOLDER = "/";

  public Provenance {
    Objects.requireNonNull(name, "its name");
    Objects.requireNonNull(origin, "its origin");
    sha256 = Map.copyOf(sha256);
    classes = classes == null ? Optional.empty() : classes; // as in older manifests
  }

  /** Of which it is not known how many classes there are, as of weights. */
  public Provenance(
      String name,
      Optional<String> description,
      String origin,
      Map<String, String> sha256,
      Optional<String> license,
      Optional<String> fallback) {
    this(name, description, origin, sha256, license, fallback, Optional.empty());
  }

  /** What was asked for, without a description and with no license that is known. */
  public Provenance(String name, String origin, Map<String, String> sha256) {
    this(name, Optional.empty(), origin, sha256, Optional.empty(), Optional.empty());
  }

  /** The same data, of so many classes. */
  public Provenance withClasses(int number) {
    return new Provenance(
        name, description, origin, sha256, license, fallback, Optional.of(number));
  }

  /** The same, used instead of something else for the reason given. */
  public Provenance insteadOf(String reason) {
    return new Provenance(name, description, origin, sha256, license, Optional.of(reason), classes);
  }

  /**
   * Whether this is a folder of the user's, rather than anything that the name stands for. Earlier
   * versions took no SHA-256 of folders, and of nothing else that has a path.
   */
  public boolean isFolder() {
    return sha256.isEmpty()
        ? Path.of(origin).isAbsolute()
        : sha256.keySet().stream().allMatch(name -> name.endsWith(FOLDER));
  }

  /**
   * How a folder has changed, a few words for each class that has. Nothing is known of a folder of
   * which there is no SHA-256.
   */
  public List<String> changes(Provenance now) {
    Set<String> names = new TreeSet<>(sha256.keySet());
    names.addAll(sha256.isEmpty() ? Set.of() : now.sha256.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(sha256.get(name), now.sha256.get(name)))
        .map(
            name ->
                !sha256.containsKey(name)
                    ? name + " is new"
                    : name + (now.sha256.containsKey(name) ? " has other images" : " is gone"))
        .toList();
  }

  /**
   * How it was made, for readers elsewhere; empty where it was read. Files they know by their names
   * and SHA-256; the folders of this machine tell them nothing that is any business of theirs.
   */
  public Optional<String> making() {
    return Optional.of(origin).filter(text -> !PLACE.matcher(text).lookingAt());
  }

  /** The name, and what it is where that needs saying. */
  public String title() {
    return description.map(what -> "%s (%s)".formatted(name, what)).orElse(name);
  }
}
