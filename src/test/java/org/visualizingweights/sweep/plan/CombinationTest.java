package org.visualizingweights.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs are repeats of each other. */
class CombinationTest {

  @Test
  void runsThatDifferInTheirSeedsAreRepeats() {
    PlannedRun first = run(1, "0.1", 42);
    PlannedRun second = run(2, "0.1", 43);
    PlannedRun other = run(3, "1", 42);

    List<Combination> combinations = Combination.of(List.of(first, second, other));
    assertThat(combinations).hasSize(2);
    assertThat(combinations.get(0).runs()).containsExactly(first, second);
    assertThat(combinations.get(0).label()).isEqualTo("lr 0.1, optimizer sgd");
    assertThat(combinations.get(1).runs()).containsExactly(other);
  }

  @Test
  void seedsThatAreVariedByNameAreSeeds() {
    PlannedRun one = new PlannedRun(1, "1", Map.of("seed", "1"), 1, "", false);
    PlannedRun two = new PlannedRun(2, "2", Map.of("seed", "2"), 2, "", false);

    List<Combination> combinations = Combination.of(List.of(one, two));
    assertThat(combinations).hasSize(1);
    assertThat(combinations.get(0).label()).isEmpty();
  }

  /** As a run that leaves a key as it is has no value of it. */
  @Test
  void noValueIsAnotherThanAny() {
    PlannedRun one = new PlannedRun(1, "1", Map.of(), 1, "", false);
    PlannedRun two = run(2, "0.1", 1);

    assertThat(Combination.of(List.of(one, two))).hasSize(2);
  }

  private static PlannedRun run(int number, String lr, long seed) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("lr", lr);
    values.put("optimizer", "sgd");
    return new PlannedRun(number, "" + number, values, seed, "", false);
  }
}
