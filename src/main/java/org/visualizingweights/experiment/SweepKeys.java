package org.visualizingweights.experiment;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.visualizingweights.Key;

/** What makes a sweep of an experiment; no run has these keys any more. */
record SweepKeys(
    @Key(
            "Keys with a list of values each; there is a run for every combination:"
                + " `{lr: [0.1, 1], head: [linear]}`. A list of such maps: the combinations of"
                + " each. With `sample`, a number may have a range instead,"
                + " `{log-uniform: [1e-4, 1]}` or `{uniform: [0, 1]}`; `none`: one run.")
        List<Variation> vary,
    @Key(
            value = "So many runs of each combination, with the seeds `seed`, `seed` + 1, …",
            least = 1,
            most = 1000)
        int repeats,
    @Key(
            value =
                "Only so many of the combinations, drawn at random, the same for the same `seed`;"
                    + " `none`: all of them.",
            least = 1)
        OptionalInt sample) {
  /** All that an experiment's file may say. */
  record FileKeys(Experiment experiment, SweepKeys sweep) {}

  static final Keys<FileKeys> OF_A_FILE = Keys.of(FileKeys.class);
  static final Set<String> NAMES = Keys.of(SweepKeys.class).described().keySet();
  static final String VARY = "vary";
  static final String REPEATS = "repeats";
  static final String SAMPLE = "sample";

  /** The words for ranges. */
  static final String UNIFORM = "uniform";

  static final String LOG_UNIFORM = "log-uniform";

  SweepKeys {
    vary = List.copyOf(vary);
  }
}
