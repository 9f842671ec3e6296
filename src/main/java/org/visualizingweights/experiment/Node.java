package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that remembers where it was written. */
sealed interface Node {

  Place place();

  /** The node as a message names it. */
  String inWords();

  /** A single value. */
  record Scalar(Place place, Kind kind, String text) implements Node {
    private static final int SHOWN = 60;

    /** What YAML takes the text for. */
    enum Kind {
      TEXT,
      NUMBER,
      BOOLEAN,
      NOTHING
    }

    @Override
    public String inWords() {
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      return switch (kind) {
        case TEXT -> '"' + shown + '"';
        case NOTHING -> "nothing";
        case NUMBER, BOOLEAN -> shown;
      };
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String inWords() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** Keys and their values, in the order in which they were written. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {

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
      return new Mapping(place, all);
    }

    /** This mapping, in its place, with what it does not say taken from another. */
    Mapping withDefaults(Mapping lower) {
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      lower.entries.forEach((key, theirs) -> all.merge(key, theirs, Entry::withDefaults));
      return new Mapping(place, all);
    }
  }

  /** What was never written; it stands where it should have been. */
  record Missing(Place place) implements Node {
    @Override
    public String inWords() {
      return "no such key";
    }
  }

  /**
   * A value and the place of its key.
   *
   * @param place of the key
   */
  record Entry(Place place, Node value) {
    private Entry with(Entry upper) {
      return value instanceof Mapping mine && upper.value instanceof Mapping theirs
          ? new Entry(place, mine.with(theirs))
          : upper;
    }

    private Entry withDefaults(Entry lower) {
      return value instanceof Mapping mine && lower.value instanceof Mapping theirs
          ? new Entry(place, mine.withDefaults(theirs))
          : this;
    }
  }
}
