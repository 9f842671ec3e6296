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

  /** More are not read; where they are takes a look at all combinations. */
  private static final int MOST = 100;

  private final List<VariedKeys> combinations;
  private final List<String> varied;
  private final Map<Spot, Found> byPlace = new LinkedHashMap<>();

  /**
   * What is told once.
   *
   * @param location empty where it is no value's mistake, but that there is one: with another value
   *     of the same key it is the same
   * @param found what was found, without what is allowed, which other keys may decide
   */
  private record Spot(Optional<Location> location, String key, String found) {
    static Spot of(Mistake mistake, boolean varies) {
      int end = mistake.text().indexOf(", allowed is ");
      return end < 0
          ? new Spot(
              Optional.of(mistake.location()).filter(at -> !varies), mistake.key(), mistake.text())
          : new Spot(
              Optional.of(mistake.location()), mistake.key(), mistake.text().substring(0, end));
    }
  }

  /** A mistake as it was found first, and which of the combinations have it. */
  private record Found(Mistake first, Set<Integer> in) {}

  /**
   * @param combinations all of the sweep
   * @param varied all keys that they vary
   */
  VariantMistakes(List<VariedKeys> combinations, List<String> varied) {
    this.combinations = combinations;
    this.varied = varied;
  }

  /** The mistakes of one of the combinations. */
  void add(int combination, Mistakes mistakes) {
    for (Mistake mistake : mistakes.all()) {
      byPlace
          .computeIfAbsent(
              Spot.of(mistake, varied.contains(mistake.key())),
              place -> new Found(mistake, new LinkedHashSet<>()))
          .in()
          .add(combination);
    }
  }

  /** Each mistake once. */
  void addTo(Mistakes all) {
    int told = 0;
    for (Found found : byPlace.values()) {
      Mistake first = found.first();
      String where = told < MOST ? where(found) : "";
      all.add(first.location(), first.key(), first.text() + where);
      told++;
    }
  }

  private String where(Found found) {
    List<VariedKeys> mistaken = found.in().stream().map(combinations::get).toList();
    List<VariedKeys> all = besides(found.first(), mistaken);
    if (mistaken.size() == all.size()) {
      return "";
    }
    Map<String, Set<String>> conditions = values(mistaken);
    values(all).forEach((key, values) -> conditions.remove(key, values));
    if (all.stream().filter(one -> meets(conditions, one)).count() != mistaken.size()) {
      return " (in %s of %s combinations, the first: %s)"
          .formatted(mistaken.size(), all.size(), mistaken.get(0).inWords());
    }
    // What the mistaken value is was said, and maps need not say what others vary.
    conditions.keySet().removeIf(key -> isIn(key, found.first().key()));
    conditions.values().removeIf(Set.of(UNVARIED)::equals);
    return conditions.isEmpty()
        ? ""
        : conditions.entrySet().stream()
            .map(condition -> condition.getKey() + ": " + inWords(condition.getValue()))
            .collect(Collectors.joining(" and ", " (with ", ")"));
  }

  /** Of a value in a map of vary, the combinations of this map; of another, all. */
  private List<VariedKeys> besides(Mistake mistake, List<VariedKeys> mistaken) {
    Variation map = mistaken.get(0).of();
    boolean isOfTheMap =
        map.choices().keySet().stream().anyMatch(key -> isIn(key, mistake.key()))
            && mistaken.stream().allMatch(one -> one.of() == map);
    return isOfTheMap
        ? combinations.stream().filter(one -> one.of() == map).toList()
        : combinations;
  }

  private static boolean meets(Map<String, Set<String>> conditions, VariedKeys one) {
    return conditions.entrySet().stream()
        .allMatch(condition -> condition.getValue().contains(value(one, condition.getKey())));
  }

  /** Whether a mistake is in the value of a key. */
  static boolean isIn(String key, String mistaken) {
    return mistaken.equals(key) || mistaken.startsWith(key + ".");
  }

  private static String inWords(Set<String> values) {
    return values.stream().limit(SHOWN_VALUES).collect(Collectors.joining(" or "))
        + (values.size() > SHOWN_VALUES ? " or …" : "");
  }

  /** All values of each key. */
  private Map<String, Set<String>> values(List<VariedKeys> some) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (String key : varied) {
      Set<String> of = new LinkedHashSet<>();
      some.forEach(combination -> of.add(value(combination, key)));
      values.put(key, of);
    }
    return values;
  }

  private static String value(VariedKeys combination, String key) {
    return combination.values().containsKey(key) ? combination.values().get(key).text() : UNVARIED;
  }
}
