package org.visualizingweights.execution;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Status;

/**
 * Checks that a run which goes on is the run that it was: of the same settings, data and weights.
 *
 * @param run its folder
 * @param before what the run says of itself
 */
record ResumeCheck(Path run, Manifest before) {
  static final String DATASET = "dataset";

  /**
   * Checks that the run is one of an experiment, and not one that a user's program trained, nor one
   * that has ended by its own rule.
   *
   * @throws UserError where it is not
   */
  static void experiment(Path run, Manifest manifest) {
    manifest
        .watched()
        .ifPresent(
            program -> {
              throw UserError.badInput(
                  "%s cannot be resumed: it was watched in the program %s; run that again"
                      .formatted(run, program));
            });
    if (manifest.status() == Status.STOPPED) {
      throw UserError.badInput(
          "%s cannot be resumed: it has ended as its stop-when says (%s); run it anew without that key"
              .formatted(run, manifest.reason().orElse("hopeless")));
    }
  }

  /** A folder of images may have moved; whether it is the same, its fingerprint tells. */
  private Set<String> changeable() {
    return before.data().filter(Provenance::isFolder).isPresent()
        ? Set.of("epochs", DATASET)
        : Set.of("epochs");
  }

  /**
   * Checks keys that the command line sets.
   *
   * @throws UserError where one of them cannot change
   */
  void overrides(Set<String> keys) {
    Set<String> fixed = new TreeSet<>(keys);
    fixed.removeAll(changeable());
    if (!fixed.isEmpty()) {
      throw UserError.badInput(
          "A run that is resumed can be given more epochs; %s cannot be changed any more%s"
              .formatted(String.join(", ", fixed), values(fixed)));
    }
  }

  /**
   * A key may have become several, or several one; one that is gone altogether is one that this
   * version does not know any more.
   */
  private static boolean hasChanged(String key, String then, Map<String, String> now) {
    return now.containsKey(key)
        ? !now.get(key).equals(then)
        : now.keySet().stream()
            .anyMatch(other -> other.startsWith(key + ".") || key.startsWith(other + "."));
  }

  /** What the run began with. */
  private String values(Set<String> keys) {
    List<String> values =
        keys.stream()
            .filter(before.settings()::containsKey)
            .map(key -> "%s: %s".formatted(key, before.settings().get(key)))
            .toList();
    return values.isEmpty() ? "" : "; it began with " + String.join("; ", values);
  }

  /**
   * Checks the settings that the run would go on with; in older runs it is not known what these
   * were.
   *
   * @throws UserError where one has changed that cannot
   */
  void settings(Map<String, String> now) {
    List<String> edited =
        before.settings().entrySet().stream()
            .filter(then -> !changeable().contains(then.getKey()))
            .filter(then -> hasChanged(then.getKey(), then.getValue(), now))
            .map(then -> "%s: %s".formatted(then.getKey(), then.getValue()))
            .toList();
    if (!edited.isEmpty()) {
      throw UserError.badInput(
          ("%s cannot be resumed: its experiment.yaml was edited, and only %s can change. Put back"
                  + " what it began with: %s")
              .formatted(
                  run,
                  String.join(" and ", new TreeSet<>(changeable())),
                  String.join("; ", edited)));
    }
  }

  /**
   * Checks the data that the run would go on with.
   *
   * @throws UserError where they are others
   */
  void data(Provenance now) {
    refuse(
        before
            .data()
            .filter(then -> then.isFolder() && now.isFolder())
            .map(then -> imagesChanged(then, now))
            .orElseGet(() -> before.data().flatMap(then -> isAnother("data", then, now))));
  }

  /**
   * Checks the weights that the network would have started from.
   *
   * @throws UserError where they are others
   */
  void weights(Provenance now) {
    refuse(before.weights().flatMap(then -> isAnother("weights", then, now)));
  }

  private void refuse(Optional<String> difference) {
    difference.ifPresent(
        what -> {
          throw UserError.unavailable("%s cannot be resumed: its %s".formatted(run, what));
        });
  }

  private static Optional<String> imagesChanged(Provenance then, Provenance now) {
    List<String> changes = then.changes(now);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "images have changed: in %s, %s".formatted(now.origin(), String.join(", ", changes)));
  }

  private static Optional<String> isAnother(String what, Provenance then, Provenance now) {
    return then.name().equals(now.name()) && identity(then).equals(identity(now))
        ? Optional.empty()
        : Optional.of(
            "%s were %s (%s), and now they are %s (%s)"
                .formatted(what, then.name(), identity(then), now.name(), identity(now)));
  }

  /** Files may have moved. */
  private static String identity(Provenance provenance) {
    return provenance.sha256().isEmpty()
        ? provenance.origin()
        : "SHA-256 " + new TreeMap<>(provenance.sha256());
  }
}
