package org.visualizingweights.sweep.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run that a sweep is to have.
 *
 * @param number from 1, in the order of the sweep
 * @param folder the name of the run's folder in that of the sweep
 * @param values of the varied keys, as people read them, in their order
 * @param seed of the run
 * @param sha256 of the file of its experiment
 * @param keepsCheckpoints whether its checkpoints stay when it has finished
 */
public record PlannedRun(
    int number,
    String folder,
    Map<String, String> values,
    long seed,
    String sha256,
    boolean keepsCheckpoints) {
  static final String SEED = "seed";

  public PlannedRun {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * What tells its combination from others, as people read it, in the order of the keys: the values
   * but for the seed, even where a sweep varies that by name.
   */
  public Map<String, String> combination() {
    Map<String, String> others = new LinkedHashMap<>(values);
    others.remove(SEED);
    return others;
  }

  /**
   * The same, with its values in the order of these keys; files have them in that of the alphabet.
   */
  PlannedRun inOrderOf(List<String> keys) {
    Map<String, String> ordered = new LinkedHashMap<>();
    keys.stream().filter(values::containsKey).forEach(key -> ordered.put(key, values.get(key)));
    values.forEach(ordered::putIfAbsent);
    return new PlannedRun(number, folder, ordered, seed, sha256, keepsCheckpoints);
  }

  /** The keys that differ from run to run and their values, the seed among them, by their names. */
  public SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>(values);
    settings.put(SEED, Long.toString(seed));
    return settings;
  }
}
