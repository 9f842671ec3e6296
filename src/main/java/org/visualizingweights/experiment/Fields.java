package org.visualizingweights.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.visualizingweights.Nearest;
import org.visualizingweights.Wildcards;
import org.visualizingweights.experiment.Node.Entry;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Missing;

/**
 * The keys of a mapping. Those that are asked for are those that exist: {@link
 * #reportUnknownKeys()} reports the others.
 */
final class Fields {
  private final String prefix;
  private final Mapping mapping;
  private final Mistakes mistakes;
  private final Set<String> known;
  private final SettingKeys settings;
  private final Set<String> own = new LinkedHashSet<>();
  private final Set<String> retired = new HashSet<>();
  private final List<Fields> sections = new ArrayList<>();
  private final Map<String, Fields> byPath = new HashMap<>();

  /** All of a file. */
  Fields(Mapping root, Mistakes mistakes) {
    this(root, mistakes, SettingKeys.NONE);
  }

  /** All of a file, of which somebody may think that it has settings, too. */
  Fields(Mapping root, Mistakes mistakes, SettingKeys settings) {
    this("", root, mistakes, new LinkedHashSet<>(), settings);
  }

  private Fields(
      String prefix, Mapping mapping, Mistakes mistakes, Set<String> known, SettingKeys settings) {
    this.prefix = prefix;
    this.mapping = mapping;
    this.mistakes = mistakes;
    this.known = known;
    this.settings = settings;
  }

  /** The keys below a value, which is a mapping. */
  static Fields below(Value value) {
    return new Fields(
        value.key() + ".",
        (Mapping) value.node(),
        value.mistakes(),
        new LinkedHashSet<>(),
        SettingKeys.NONE);
  }

  /** The value of a key; where it is not there, reading it reports that it is missing. */
  Value value(String key) {
    own.add(key);
    known.add(prefix + key);
    Entry entry = mapping.entries().get(key);
    return new Value(
        prefix + key, entry == null ? new Missing(mapping.location()) : entry.value(), mistakes);
  }

  /** The keys that mean a name: the name itself, or else the wildcards that stand for it. */
  List<String> meaning(String name) {
    return mapping.entries().containsKey(name)
        ? List.of(name)
        : mapping.entries().keySet().stream()
            .filter(key -> Wildcards.matching(key).test(name))
            .toList();
  }

  /** The value of a key, which may be below another one: {@code capture.every}. */
  Value at(String path) {
    int dot = path.indexOf('.');
    return dot < 0
        ? value(path)
        : byPath.computeIfAbsent(path.substring(0, dot), this::section).at(path.substring(dot + 1));
  }

  /**
   * Passes over a key that is not one any more; where it is there, and there is a reason, says why.
   */
  void retired(String key, Optional<String> why) {
    Entry entry = mapping.entries().get(key);
    if (entry != null && why.isPresent()) {
      mistakes.add(entry.location(), prefix + key, why.get());
    }
    retired.add(key);
  }

  /** Passes over keys that somebody else reads. */
  void readElsewhere(Set<String> keys) {
    own.addAll(keys);
    known.addAll(keys);
  }

  /** The keys below a key. */
  Fields section(String key) {
    return sectionOf(value(key));
  }

  /** A list of mappings. */
  List<Fields> sections(String key) {
    return value(key).items(1, 100, "a list of mappings").stream().map(this::sectionOf).toList();
  }

  private Fields sectionOf(Value value) {
    boolean isSection = value.isMapping();
    if (!isSection) {
      value.wrong("a mapping of keys to values");
    }
    Mapping below =
        isSection ? (Mapping) value.node() : new Mapping(value.node().location(), Map.of());
    // Of a section that is not there, no key is missing.
    Mistakes reported = isSection ? mistakes : new Mistakes();
    Fields section = new Fields(value.key() + ".", below, reported, known, SettingKeys.NONE);
    sections.add(section);
    return section;
  }

  /** Reports the keys that nobody has asked for. */
  void reportUnknownKeys() {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!own.contains(key) && !retired.contains(key)) {
                mistakes.add(
                    entry.location(), prefix + key, "there is no such key" + hint(key, entry));
              }
            });
    sections.forEach(Fields::reportUnknownKeys);
  }

  private String hint(String key, Entry entry) {
    Optional<String> setting = settings.hint(key, entry.value());
    if (setting.isPresent()) {
      return setting.get();
    }
    int dot = key.indexOf('.');
    if (known.contains(prefix + key)) {
      String above = key.substring(0, dot);
      return "; in a file, write " + key.substring(dot + 1) + ": below " + above + ":";
    }
    List<String> sameBelow = known.stream().filter(path -> path.endsWith("." + key)).toList();
    List<String> here = own.stream().map(prefix::concat).toList();
    return Stream.of(sameBelow, here, known)
        .map(candidates -> Nearest.question(key, candidates))
        .filter(question -> !question.isEmpty())
        .findFirst()
        .orElse("; the keys are " + String.join(", ", own));
  }
}
