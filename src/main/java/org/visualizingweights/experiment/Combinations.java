package org.visualizingweights.experiment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.visualizingweights.experiment.Variation.Choice;
import org.visualizingweights.experiment.Variation.ListedChoices;

/** The combinations of what varies: every one, or a sample of them. */
record Combinations(List<Variation> variations) {
  /** Draws in a row that bring nothing new, after which a range is taken for exhausted. */
  private static final int FRUITLESS = 100_000;

  Combinations {
    variations = List.copyOf(variations);
  }

  boolean haveRange() {
    return variations.stream().anyMatch(Variation::hasRange);
  }

  /** How many there are, where none has a range. */
  BigInteger size() {
    return variations.stream().map(Variation::size).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Every one, where none has a range: the last key changes first. */
  List<VariedKeys> all() {
    List<VariedKeys> all = new ArrayList<>();
    for (Variation variation : variations) {
      List<Map<String, Choice>> combined = List.of(Map.of());
      for (var key : variation.choices().entrySet()) {
        combined = with(key.getKey(), ((ListedChoices) key.getValue()).all(), combined);
      }
      combined.forEach(values -> all.add(new VariedKeys(variation, values)));
    }
    return all;
  }

  private static List<Map<String, Choice>> with(
      String key, List<Choice> choices, List<Map<String, Choice>> combined) {
    List<Map<String, Choice>> longer = new ArrayList<>(combined.size() * choices.size());
    for (Map<String, Choice> values : combined) {
      for (Choice choice : choices) {
        Map<String, Choice> more = new LinkedHashMap<>(values);
        more.put(key, choice);
        longer.add(more);
      }
    }
    return longer;
  }

  /**
   * Some of them, none twice. Each is drawn from one of the variations, which has the more chances
   * the more combinations it has (a range counts as one value), and then of each key any value. So
   * where there is no range, every combination is as likely as any other, and a smaller sample is
   * the beginning of a larger one.
   *
   * @param number of which there are as many, where none has a range
   * @param seed of {@link Random}, whose stream its documentation prescribes for every JDK
   * @return fewer where the ranges do not have so many different numbers
   */
  List<VariedKeys> sample(int number, long seed) {
    Random random = new Random(seed);
    List<VariedKeys> drawn = new ArrayList<>();
    Set<List<Object>> known = new HashSet<>();
    int fruitless = 0;
    while (drawn.size() < number && (!haveRange() || fruitless < FRUITLESS)) {
      int index = variation(random);
      Variation variation = variations.get(index);
      Map<String, Choice> values = new LinkedHashMap<>();
      variation.choices().forEach((key, choices) -> values.put(key, choices.draw(random)));
      VariedKeys combination = new VariedKeys(variation, values);
      boolean isNew = known.add(List.of(index, combination.texts()));
      fruitless = isNew ? 0 : fruitless + 1;
      if (isNew) {
        drawn.add(combination);
      }
    }
    return drawn;
  }

  private int variation(Random random) {
    if (variations.size() == 1) {
      return 0;
    }
    double chance = random.nextDouble() * size().doubleValue();
    int index = 0;
    while (index < variations.size() - 1 && chance >= variations.get(index).size().doubleValue()) {
      chance -= variations.get(index).size().doubleValue();
      index++;
    }
    return index;
  }
}
