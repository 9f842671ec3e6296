package org.visualizingweights.training;

import java.util.OptionalInt;
import org.visualizingweights.Key;

/** When checkpoints are made, and how many stay. */
public record CheckpointSettings(
    @Key(
            value =
                "Steps between checkpoints, besides the one after each epoch; `none`: only those.",
            least = 1)
        OptionalInt every,
    @Key(
            value =
                "The newest so many stay, of up to 140 MB each (of `resnet34` 260, of others up to three times their weights), and at the end of the run the last;"
                    + " `0`: none are made.",
            least = 0,
            most = 1000)
        int keep) {
  /** No checkpoints. */
  public static final CheckpointSettings NONE = new CheckpointSettings(OptionalInt.empty(), 0);

  /** Whether one is made at this point of training. */
  boolean dueAt(TrainingState state) {
    return keep > 0
        && (state.step() == 0 || every.isPresent() && state.iteration() % every.getAsInt() == 0);
  }
}
