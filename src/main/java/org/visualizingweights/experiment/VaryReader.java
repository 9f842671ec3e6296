package org.visualizingweights.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.visualizingweights.Nearest;
import org.visualizingweights.experiment.Keys.DescribedKey;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Variation.Choice;
import org.visualizingweights.experiment.Variation.Choices;
import org.visualizingweights.experiment.Variation.ListedChoices;
import org.visualizingweights.training.LearningRates;

/** Reads which keys vary, and what each can be. Whether a key allows it, only its run can tell. */
record VaryReader(SettingKeys settings, Mistakes mistakes) {
  private static final String PREFIX = SweepKeys.VARY + ".";
  private static final int MOST_MAPS = 1000;
  private static final String MAPS =
      "none, keys with a list of values each, as in {lr: [0.1, 1]}, or a list of such maps";
  private static final Set<String> RANGES = Set.of(SweepKeys.UNIFORM, SweepKeys.LOG_UNIFORM);

  /** Up to here a {@code double} holds every whole number. */
  private static final double WHOLE = 0x1p53;

  private static final Map<String, DescribedKey> KEYS = ExperimentReader.KEYS.described();

  /** What is of the sweep as a whole. */
  private static final Set<String> FIXED = Set.of("name", "description");

  private static final List<String> CANDIDATES =
      KEYS.values().stream()
          .filter(key -> !key.isSection())
          .map(DescribedKey::path)
          .filter(key -> !FIXED.contains(key))
          .toList();

  /**
   * Reads it. Where there are mistakes the answer is not to be used.
   *
   * @param file what stands in the file, or the defaults
   * @param over what the command line says: of a map, only the keys that it names are replaced
   */
  List<Variation> read(Node file, Optional<Node> over) {
    if (file instanceof Mapping lower && over.orElse(file) instanceof Mapping upper) {
      Map<String, Node> keys = byPath(lower);
      if (over.isPresent()) {
        keys.putAll(byPath(upper));
      }
      return List.of(variation(lower, keys));
    }
    Value value = new Value(SweepKeys.VARY, over.orElse(file), mistakes);
    if (value.is(Value.NONE)) {
      return List.of();
    }
    List<Value> maps = value.isMapping() ? List.of(value) : value.items(1, MOST_MAPS, MAPS);
    List<Variation> variations = new ArrayList<>();
    for (Value map : maps) {
      if (map.node() instanceof Mapping keys) {
        variations.add(variation(keys, byPath(keys)));
      } else {
        map.wrong("keys with a list of values each, as in {lr: [0.1, 1]}");
      }
    }
    return variations;
  }

  /** The values by the paths of their keys, whether these are dotted or below sections. */
  private Map<String, Node> byPath(Mapping keys) {
    Map<String, Node> found = new LinkedHashMap<>();
    add("", keys, found);
    return found;
  }

  private void add(String prefix, Mapping keys, Map<String, Node> found) {
    keys.entries()
        .forEach(
            (name, entry) -> {
              String path = prefix + name;
              DescribedKey key = KEYS.get(path);
              if (key == null || FIXED.contains(path)) {
                mistakes.add(entry.location(), PREFIX + path, whyNot(path, entry.value()));
              } else if (!key.isSection()) {
                addOnce(path, entry, found);
              } else if (entry.value() instanceof Mapping below) {
                add(path + ".", below, found);
              } else {
                new Value(PREFIX + path, entry.value(), mistakes)
                    .wrong("a mapping of its keys to lists of values");
              }
            });
  }

  private void addOnce(String path, Node.Entry entry, Map<String, Node> found) {
    if (found.putIfAbsent(path, entry.value()) != null) {
      mistakes.add(
          entry.location(), PREFIX + path, "given twice, with a dot and below its section");
    }
  }

  private String whyNot(String path, Node value) {
    if (FIXED.contains(path)) {
      return "is the sweep's, and cannot vary; leave it out";
    }
    if (SweepKeys.NAMES.contains(path)) {
      return "cannot vary; it stands beside vary:, not below it";
    }
    String question = Nearest.question(path, CANDIDATES);
    return "there is no such key"
        + settings
            .hint(path, value)
            .orElse(
                question.isEmpty() ? "; these vary: " + String.join(", ", CANDIDATES) : question);
  }

  private Variation variation(Mapping written, Map<String, Node> keys) {
    if (written.entries().isEmpty() && keys.isEmpty()) {
      new Value(SweepKeys.VARY, written, mistakes).wrong(MAPS);
    }
    Map<String, Choices> choices = new LinkedHashMap<>();
    keys.forEach(
        (path, node) ->
            choices(KEYS.get(path), new Value(PREFIX + path, node, mistakes))
                .ifPresent(read -> choices.put(path, read)));
    return new Variation(written.location(), choices);
  }

  /** Empty where it is a mistake. */
  private Optional<Choices> choices(DescribedKey key, Value value) {
    if (isRange(value.node())) {
      return range(key, value, (Mapping) value.node());
    }
    String allowed =
        value.node() instanceof Scalar scalar && scalar.type() != Scalar.Type.NOTHING
            ? "a list of values, [%s]".formatted(ValueText.of(scalar))
            : "a list of values, as in [%s]".formatted(example(key));
    List<Value> items = value.items(1, Integer.MAX_VALUE, allowed);
    Set<String> seen = new HashSet<>();
    List<Choice> choices = new ArrayList<>();
    for (Value item : items) {
      if (isRange(item.node())) {
        mistakes.add(
            item.node().location(),
            value.key(),
            "a range stands instead of the list, without the [ ] around it");
        continue;
      }
      String text = ValueText.of(item.node());
      if (!seen.add(text)) {
        mistakes.add(item.node().location(), value.key(), "found %s twice".formatted(text));
      }
      choices.add(new Choice(item.node(), text));
    }
    return choices.isEmpty() ? Optional.empty() : Optional.of(new ListedChoices(choices));
  }

  private static boolean isRange(Node node) {
    return node instanceof Mapping mapping
        && !mapping.entries().isEmpty()
        && RANGES.containsAll(mapping.entries().keySet());
  }

  private static String example(DescribedKey key) {
    if (key.type() == boolean.class) {
      return "false, true";
    }
    return key.type() == LearningRates.class ? "0.1, [0.1, 0.01]" : "…, …";
  }

  private Optional<Choices> range(DescribedKey key, Value value, Mapping mapping) {
    boolean whole = Set.of(int.class, long.class, OptionalInt.class).contains(key.type());
    boolean takesNumbers =
        whole || key.type() == LearningRates.class || key.type() == double.class && !key.isPair();
    if (!takesNumbers) {
      mistakes.add(
          value.node().location(), value.key(), "a range is of numbers; give a list of values");
      return Optional.empty();
    }
    if (mapping.entries().size() != 1) {
      value.wrong("a range, {uniform: [0, 1]} or {log-uniform: [1e-4, 1]}");
      return Optional.empty();
    }
    String word = mapping.entries().keySet().iterator().next();
    boolean logarithmic = word.equals(SweepKeys.LOG_UNIFORM);
    Value ends = value.section().value(word);
    Range allowed = ends(key.range(), logarithmic, whole);
    int before = mistakes.all().size();
    List<Double> pair =
        ends.pair(allowed, "a list of the low and the high end, each " + allowed.words());
    if (mistakes.all().size() > before) {
      return Optional.empty();
    }
    if (pair.get(0) >= pair.get(1) || whole && !pair.stream().allMatch(e -> e == Math.rint(e))) {
      ends.wrong("a low end below the high end" + (whole ? ", both whole numbers" : ""));
      return Optional.empty();
    }
    return Optional.of(
        new DrawnRange(value.node().location(), pair.get(0), pair.get(1), logarithmic, whole));
  }

  /** An end may be a number that is not allowed itself, where all beside it are. */
  private static Range ends(Range of, boolean logarithmic, boolean whole) {
    double least = Math.max(Math.max(of.least(), of.above()), whole ? -WHOLE : -Double.MAX_VALUE);
    double most = Math.min(of.most(), of.below());
    boolean isAboveZero = logarithmic && least <= 0;
    return new Range(
        isAboveZero || least == -Double.MAX_VALUE ? Double.NEGATIVE_INFINITY : least,
        isAboveZero ? 0 : Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        whole ? Math.min(most, WHOLE) : most);
  }
}
