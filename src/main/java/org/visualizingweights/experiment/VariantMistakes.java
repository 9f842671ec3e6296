package org.visualizingweights.experiment;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.visualizingweights.experiment.Mistakes.Mistake;

/**
 * The mistakes of the runs of a sweep: each is told once, and which combinations have it, where not
 * all do.
 */
final class VariantMistakes {
  private static final int SHOWN_VALUES = 3;
  private static final String UNVARIED = "as it is";

  /** As many as are told, and some; each takes a look at all combinations. */
  private static final int MOST = 100;

  private final List<Combination> combinations;
  private final List<String> varied;
  private final Map<Place, Found> byPlace = new LinkedHashMap<>();

  /**
   * What is told once.
   *
   * @param location empty where it is no value's mistake, but that there is one: with another value
   *     of the same key it is the same
   * @param found what was found, without what is allowed, which other keys may decide
   */
  private record Place(Optional<Location> location, String key, String found) {
    static Place of(Mistake mistake, boolean varies) {
      int end = mistake.text().indexOf(", allowed is ");
      return end < 0
          ? new Place(
              Optional.of(mistake.location()).filter(at -> !varies), mistake.key(), mistake.text())
          : new Place(
              Optional.of(mistake.location()), mistake.key(), mistake.text().substring(0, end));
    }
  }

  /** A mistake as it was found first, and which of the combinations have it. */
  private record Found(Mistake first, Set<Integer> in) {}

  /**
   * @param combinations all of the sweep
   * @param varied all keys that they vary
   */
  VariantMistakes(List<Combination> combinations, List<String> varied) {
    this.combinations = combinations;
    this.varied = varied;
  }

  /** The mistakes of one of the combinations. */
  void add(int combination, Mistakes mistakes) {
    for (Mistake mistake : mistakes.all()) {
      byPlace
          .computeIfAbsent(
              Place.of(mistake, varied.contains(mistake.key())),
              place -> new Found(mistake, new LinkedHashSet<>()))
          .in()
          .add(combination);
    }
  }

  /** Each mistake once. */
  void addTo(Mistakes all) {
    byPlace.values().stream()
        .limit(MOST)
        .forEach(
            found -> {
              Mistake first = found.first();
              all.add(first.location(), first.key(), first.text() + where(found));
            });
  }

  private String where(Found found) {
    if (found.in().size() == combinations.size()) {
      return "";
    }
    Map<String, Set<String>> conditions =
        values(found.in().stream().map(combinations::get).toList());
    values(combinations).forEach((key, values) -> conditions.remove(key, values));
    long meant =
        combinations.stream()
            .filter(
                combination ->
                    conditions.entrySet().stream()
                        .allMatch(c -> c.getValue().contains(value(combination, c.getKey()))))
            .count();
    if (meant != found.in().size()) {
      return " (in %s of %s combinations, the first: %s)"
          .formatted(
              found.in().size(),
              combinations.size(),
              combinations.get(found.in().iterator().next()).inWords());
    }
    conditions.remove(found.first().key()); // what it is was said
    return conditions.isEmpty()
        ? ""
        : conditions.entrySet().stream()
            .map(condition -> condition.getKey() + ": " + inWords(condition.getValue()))
            .collect(Collectors.joining(" and ", " (with ", ")"));
  }

  private static String inWords(Set<String> values) {
    return values.stream().limit(SHOWN_VALUES).collect(Collectors.joining(" or "))
        + (values.size() > SHOWN_VALUES ? " or …" : "");
  }

  /** All values of each key. */
  private Map<String, Set<String>> values(List<Combination> some) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (String key : varied) {
      Set<String> of = new LinkedHashSet<>();
      some.forEach(combination -> of.add(value(combination, key)));
      values.put(key, of);
    }
    return values;
  }

  private static String value(Combination combination, String key) {
    return combination.values().containsKey(key) ? combination.values().get(key).text() : UNVARIED;
  }
}
