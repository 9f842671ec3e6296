package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A piece of YAML that remembers where it was written. */
sealed interface Node {

  Location location();

  /** The node as a message names it. */
  String inWords();

  /** A single value. */
  record Scalar(Location location, Type type, String text) implements Node {
    private static final int SHOWN = 60;

    /** What YAML takes the text for. */
    enum Type {
      TEXT,
      NUMBER,
      BOOLEAN,
      NOTHING
    }

    @Override
    public String inWords() {
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      return switch (type) {
        case TEXT -> '"' + shown + '"';
        case NOTHING -> "nothing";
        case NUMBER, BOOLEAN -> shown;
      };
    }
  }

  /** A list. */
  record Sequence(Location location, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String inWords() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** Keys and their values, in the order in which they were written. */
  record Mapping(Location location, Map<String, Entry> entries) implements Node {

    @Override
    public String inWords() {
      return "a mapping of keys to values";
    }

    /**
     * This mapping, in its place, with another's values over its own, key by key at every depth.
     */
    Mapping with(Mapping upper) {
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      upper.entries.forEach((key, theirs) -> all.merge(key, theirs, Entry::with));
      return new Mapping(location, all);
    }

    /** Those of its keys that are asked for. */
    Mapping only(Set<String> keys) {
      return keeping(keys::contains);
    }

    /** Its other keys. */
    Mapping without(Set<String> keys) {
      return keeping(key -> !keys.contains(key));
    }

    private Mapping keeping(Predicate<String> kept) {
      Map<String, Entry> some = new LinkedHashMap<>(entries);
      some.keySet().removeIf(kept.negate());
      return new Mapping(location, some);
    }

    /** What stands at a path, {@code capture.every}, or above it where that is no mapping. */
    Optional<Node> at(String path) {
      int dot = path.indexOf('.');
      Entry entry = entries.get(dot < 0 ? path : path.substring(0, dot));
      if (entry == null) {
        return Optional.empty();
      }
      return dot >= 0 && entry.value instanceof Mapping below
          ? below.at(path.substring(dot + 1))
          : Optional.of(entry.value);
    }

    /** This mapping with another value at a path, instead of whatever stands there. */
    Mapping replacing(String path, Node value) {
      int dot = path.indexOf('.');
      String first = dot < 0 ? path : path.substring(0, dot);
      Entry old = entries.get(first);
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      if (dot < 0) {
        all.put(first, new Entry(value.location(), value));
      } else if (old == null || old.value instanceof Mapping) {
        Mapping below = old == null ? new Mapping(value.location(), Map.of()) : (Mapping) old.value;
        Location at = old == null ? value.location() : old.location;
        all.put(first, new Entry(at, below.replacing(path.substring(dot + 1), value)));
      } // or else the section is a mistake, which is told
      return new Mapping(location, all);
    }

    /** This mapping, in its place, with what it does not say taken from another. */
    Mapping withDefaults(Mapping lower) {
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      lower.entries.forEach((key, theirs) -> all.merge(key, theirs, Entry::withDefaults));
      return new Mapping(location, all);
    }
  }

  /** What was never written; it stands where it should have been. */
  record Missing(Location location) implements Node {
    @Override
    public String inWords() {
      return "no such key";
    }
  }

  /**
   * A value and the location of its key.
   *
   * @param location of the key
   */
  record Entry(Location location, Node value) {
    private Entry with(Entry upper) {
      return value instanceof Mapping mine && upper.value instanceof Mapping theirs
          ? new Entry(location, mine.with(theirs))
          : upper;
    }

    private Entry withDefaults(Entry lower) {
      return value instanceof Mapping mine && lower.value instanceof Mapping theirs
          ? new Entry(location, mine.withDefaults(theirs))
          : this;
    }
  }
}
