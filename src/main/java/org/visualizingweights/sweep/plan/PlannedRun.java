package org.visualizingweights.sweep.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run that a sweep is to have.
 *
 * @param number from 1, in the order of the sweep
 * @param folder the name of the run's folder in that of the sweep
 * @param values of the varied keys, as people read them, in their order
 * @param seed of the run
 * @param keepsCheckpoints whether its checkpoints stay when it has finished
 */
public record PlannedRun(
    int number, String folder, Map<String, String> values, long seed, boolean keepsCheckpoints) {
  public PlannedRun {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
