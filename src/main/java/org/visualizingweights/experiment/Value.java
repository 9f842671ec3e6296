package org.visualizingweights.experiment;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.visualizingweights.Nearest;
import org.visualizingweights.Wildcards;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.Node.Missing;
import org.visualizingweights.experiment.Node.Scalar;
import org.visualizingweights.experiment.Node.Scalar.Type;
import org.visualizingweights.experiment.Node.Sequence;

/**
 * The value of a key, read as what it is asked to be.
 *
 * <p>Where it is something else, that is a mistake, and the answer is something allowed to go on
 * with, so that one reading finds all mistakes.
 *
 * @param key with the keys above it: {@code capture.every}
 */
record Value(String key, Node node, Mistakes mistakes) {
  /** What stands for a value that is left out. */
  static final String NONE = "none";

  boolean isMissing() {
    return node instanceof Missing;
  }

  boolean isSequence() {
    return node instanceof Sequence;
  }

  boolean isMapping() {
    return node instanceof Mapping;
  }

  /** The keys of a mapping, on their own: whoever asks for them reports the unknown ones. */
  Fields section() {
    return Fields.below(this);
  }

  /** Whether this is the very word. */
  boolean is(String word) {
    return node instanceof Scalar scalar && scalar.text().equals(word);
  }

  boolean flag() {
    if (node instanceof Scalar scalar && scalar.type() == Type.BOOLEAN) {
      return Boolean.parseBoolean(scalar.text());
    }
    wrong("true or false");
    return false;
  }

  /**
   * A text that is not blank.
   *
   * @param allowed what the message says is allowed
   */
  String text(String allowed) {
    if (node instanceof Scalar scalar && scalar.type() == Type.TEXT && !scalar.text().isBlank()) {
      return scalar.text();
    }
    wrong(allowed);
    return "";
  }

  /** A path, in which a {@code ~} at the start is the user's home. */
  static String fromHome(String path) {
    return path.startsWith("~/") || path.startsWith("~\\")
        ? System.getProperty("user.home") + path.substring(1)
        : path;
  }

  double number(Range range) {
    return number(range, range::words);
  }

  /**
   * A number.
   *
   * @param allowed what the message says is allowed, where that is more than the range
   */
  double number(Range range, Supplier<String> allowed) {
    OptionalDouble number = asDouble();
    if (number.isPresent() && range.allows(number.getAsDouble())) {
      return number.getAsDouble();
    }
    wrong(allowed.get());
    return range.example();
  }

  /** Two numbers. */
  List<Double> pair(Range range, String allowed) {
    List<Double> pair = items(2, 2, allowed).stream().map(item -> item.number(range)).toList();
    return pair.isEmpty() ? List.of(range.example(), range.example()) : pair;
  }

  int whole(int least, int most) {
    return Math.toIntExact(whole(least, most, words(least, most)));
  }

  /**
   * A whole number.
   *
   * @param allowed what the message says is allowed
   */
  long whole(long least, long most, String allowed) {
    Optional<BigDecimal> number = asDecimal();
    if (number.isPresent() && isWholeWithin(number.get(), least, most)) {
      return number.get().longValueExact();
    }
    wrong(allowed);
    return least;
  }

  /** A whole number, or none. */
  OptionalInt wholeOrNone(int least, int most) {
    return is(NONE)
        ? OptionalInt.empty()
        : OptionalInt.of((int) whole(least, most, "none, or " + words(least, most)));
  }

  static String words(int least, int most) {
    return most == Integer.MAX_VALUE
        ? "a whole number of at least " + least
        : "a whole number from " + least + " to " + most;
  }

  /** One of the words, as what it stands for. */
  <T> T choice(Map<String, T> words) {
    return choice(words, String.join(" or ", words.keySet()));
  }

  /**
   * One of the words, as what it stands for.
   *
   * @param allowed what the message says is allowed
   */
  <T> T choice(Map<String, T> words, String allowed) {
    if (node instanceof Scalar scalar && words.containsKey(scalar.text())) {
      return words.get(scalar.text());
    }
    wrong(allowed, words.keySet());
    return words.values().iterator().next();
  }

  /**
   * Those of the names that are meant: the one itself, or all that a wildcard stands for.
   *
   * @param allowed what the message says is allowed
   */
  List<String> names(Collection<String> all, String allowed) {
    if (node instanceof Scalar scalar) {
      if (all.contains(scalar.text())) {
        return List.of(scalar.text());
      }
      List<String> meant = all.stream().filter(Wildcards.matching(scalar.text())).toList();
      if (!meant.isEmpty()) {
        return meant;
      }
    }
    wrong(allowed, all);
    return List.of();
  }

  /** One of the constants, by its {@link #word}. */
  <E> E constant(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(word((Enum<?>) constant), constant);
    }
    return choice(words);
  }

  /** How a constant is written: in lower case, with dashes. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The items of a list, none of them twice.
   *
   * @return empty where it is no list, or its length is not allowed
   */
  List<Value> distinctItems(int least, int most, String allowed) {
    List<Value> items = items(least, most, allowed);
    Set<String> seen = new HashSet<>();
    for (Value item : items) {
      if (item.node instanceof Scalar scalar && !seen.add(scalar.text())) {
        mistakes.add(item.node.location(), key, "found " + item.node.inWords() + " twice");
      }
    }
    return items;
  }

  /**
   * The items of a list.
   *
   * @return empty where it is no list, or its length is not allowed
   */
  List<Value> items(int least, int most, String allowed) {
    if (node instanceof Sequence list
        && list.items().size() >= least
        && list.items().size() <= most) {
      return IntStream.range(0, list.items().size())
          .mapToObj(i -> new Value(key, list.items().get(i), mistakes))
          .toList();
    }
    wrong(allowed);
    return List.of();
  }

  void wrong(String allowed) {
    wrong(allowed, List.of());
  }

  /** Reports that the value is not what is allowed, and which candidate is near. */
  void wrong(String allowed, Collection<String> candidates) {
    String near = node instanceof Scalar scalar ? Nearest.question(scalar.text(), candidates) : "";
    String found = isMissing() ? "missing" : "found " + node.inWords();
    mistakes.add(node.location(), key, found + ", allowed is " + allowed + near);
  }

  private OptionalDouble asDouble() {
    // Read as a decimal first: what is neither that nor a special value is no number to us.
    Optional<BigDecimal> decimal = asDecimal();
    return decimal.isPresent()
        ? OptionalDouble.of(decimal.get().doubleValue())
        : OptionalDouble.empty();
  }

  private Optional<BigDecimal> asDecimal() {
    if (node instanceof Scalar scalar && scalar.type() == Type.NUMBER) {
      try {
        return Optional.of(new BigDecimal(scalar.text()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isWholeWithin(BigDecimal number, long least, long most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }
}
