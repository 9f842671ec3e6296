package org.visualizingweights.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.visualizingweights.UserError;

/** Collects mistakes, so that all of them are reported at once. */
final class Mistakes {
  private static final int SHOWN = 25;
  private static final int LONGEST_KEY = 60;

  private final List<Mistake> found = new ArrayList<>();

  /** A mistake, of the file as a whole where it has no key. */
  record Mistake(Location location, String key, String text) {
    @Override
    public String toString() {
      String name = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "…" : key;
      String line = location + ": " + (name.isEmpty() ? "" : name + ": ") + text;
      // What a file holds must not steer the terminal.
      return line.replaceAll("\\p{Cntrl}", " ");
    }
  }

  /** A mistake of a source as a whole, or of its form. */
  void add(Location location, String text) {
    add(location, "", text);
  }

  /** A mistake in the value of a key. */
  void add(Location location, String key, String text) {
    found.add(new Mistake(location, key, text));
  }

  void addAll(Mistakes others) {
    found.addAll(others.found);
  }

  /** In the order in which they were found. */
  List<Mistake> all() {
    return List.copyOf(found);
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Whether no mistake was found in the values of these keys. */
  boolean noneIn(String... keys) {
    return found.stream().noneMatch(mistake -> List.of(keys).contains(mistake.key));
  }

  /** Where there are mistakes, throws all of them, one a line. */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    found.sort(Comparator.comparing(Mistake::location));
    List<Mistake> different = found.stream().distinct().toList();
    List<String> lines = different.stream().limit(SHOWN).map(Mistake::toString).toList();
    String rest = different.size() > SHOWN ? "\nand " + (different.size() - SHOWN) + " more" : "";
    throw UserError.badInput(String.join("\n", lines) + rest);
  }
}
