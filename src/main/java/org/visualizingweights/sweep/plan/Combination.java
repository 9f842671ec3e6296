package org.visualizingweights.sweep.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The runs of a sweep that differ in nothing but their seeds.
 *
 * @param values of the varied keys, in their order; the seed is none of them, even where a sweep
 *     varies it by name
 * @param runs at least one, in the order of the sweep
 */
public record Combination(Map<String, String> values, List<PlannedRun> runs) {
  public Combination {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    runs = List.copyOf(runs);
  }

  /** The combinations of a sweep, in the order of their first runs. */
  public static List<Combination> of(List<PlannedRun> runs) {
    Map<Map<String, String>, List<PlannedRun>> byValues = new LinkedHashMap<>();
    for (PlannedRun run : runs) {
      byValues.computeIfAbsent(run.combination(), values -> new ArrayList<>()).add(run);
    }
    return byValues.entrySet().stream()
        .map(entry -> new Combination(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The varied keys that tell combinations apart. */
  public static List<String> keys(SweepManifest sweep) {
    return sweep.varied().stream().filter(key -> !key.equals(PlannedRun.SEED)).toList();
  }

  /** What it is, in a few words: {@code lr 0.1, optimizer sgd}; empty where nothing varies. */
  public String label() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining(", "));
  }
}
