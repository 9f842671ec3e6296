package org.visualizingweights.training;

import java.util.OptionalInt;

/**
 * When checkpoints are made, and how many stay.
 *
 * @param every steps between checkpoints, besides the one after each epoch; empty: only those
 * @param keep how many of the newest stay while training goes on; 0: none are made
 */
public record CheckpointSettings(OptionalInt every, int keep) {
  /** No checkpoints. */
  public static final CheckpointSettings NONE = new CheckpointSettings(OptionalInt.empty(), 0);

  /** Whether one is made at this point of training. */
  boolean dueAt(TrainingState state) {
    return keep > 0
        && (state.step() == 0 || every.isPresent() && state.iteration() % every.getAsInt() == 0);
  }
}
