package org.visualizingweights.run;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run is about, in the words its charts show.
 *
 * @param name of the experiment, or of what else the run is of
 * @param description one sentence, or empty
 * @param learningRate as people read it: {@code 0.01}, or {@code conv1 1, head 0.01}; empty where
 *     it has no such number
 * @param overrides keys of the experiment's file that were set for this run only, and their values
 * @param seed that everything random follows from; of a network that was watched, its own
 */
public record ExperimentSummary(
    String name,
    String description,
    String learningRate,
    Map<String, String> overrides,
    long seed) {
  public ExperimentSummary {
    Objects.requireNonNull(name, "the experiment's name");
    Objects.requireNonNull(description, "the experiment's description");
    Objects.requireNonNull(learningRate, "the learning rate");
    SortedMap<String, String> sorted = new TreeMap<>(overrides);
    overrides = Collections.unmodifiableSortedMap(sorted);
  }
}
