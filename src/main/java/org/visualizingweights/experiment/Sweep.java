package org.visualizingweights.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that answer one question together.
 *
 * @param name of the sweep, also of the folder of its runs
 * @param description what is asked, in one sentence
 * @param varied the keys that differ from run to run, in the order of the file; {@code seed} is
 *     none of them unless the file varies it by name; the first is {@code experiment} where there
 *     are several, with the names of their files
 * @param runs in their order: the repeats of a combination beside each other
 */
public record Sweep(String name, String description, List<String> varied, List<Variant> runs) {

  /**
   * One run of a sweep.
   *
   * @param values of the varied keys, as people read them, in the order of {@link Sweep#varied}; a
   *     key that this run leaves as it is has none
   * @param experiment with these values
   * @param keepsCheckpoints whether the file asks for the checkpoints of finished runs
   */
  public record Variant(
      Map<String, String> values, Experiment experiment, boolean keepsCheckpoints) {
    public Variant {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  public Sweep {
    varied = List.copyOf(varied);
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a sweep has runs");
    }
  }

  /** Whether there is nothing to vary and nothing to repeat: an experiment like any other. */
  public boolean isOneRun() {
    return runs.size() == 1 && varied.isEmpty();
  }
}
