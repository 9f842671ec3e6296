package org.visualizingweights.experiment;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Keys that vary together, each with what it can be.
 *
 * @param location where they were written
 * @param choices by the paths of the keys, in their order
 */
record Variation(Location location, Map<String, Choices> choices) {

  Variation {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }

  /** What a key can be. */
  sealed interface Choices permits ListedChoices, DrawnRange {
    /** Any of them. */
    Choice draw(Random random);
  }

  /**
   * One of the values of a key.
   *
   * @param text as people write it
   */
  record Choice(Node node, String text) {}

  /** All values of a key, one by one. */
  record ListedChoices(List<Choice> all) implements Choices {
    ListedChoices {
      all = List.copyOf(all);
    }

    @Override
    public Choice draw(Random random) {
      return all.get(random.nextInt(all.size()));
    }
  }

  boolean hasRange() {
    return choices.values().stream().anyMatch(DrawnRange.class::isInstance);
  }

  /** How many combinations there are; a range counts as one value. */
  BigInteger size() {
    BigInteger size = BigInteger.ONE;
    for (Choices of : choices.values()) {
      int values = of instanceof ListedChoices listed ? listed.all().size() : 1;
      size = size.multiply(BigInteger.valueOf(values));
    }
    return size;
  }
}
