package org.visualizingweights.sweep.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.findings.Outcome;
import org.visualizingweights.findings.Symptoms;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Versions;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepManifest;

/** Sweeps that never ran, of one varied key and what came of each run. */
final class Swept {
  private final List<RunResult> results = new ArrayList<>();
  private final List<String> varied;

  Swept(String... varied) {
    this.varied = List.of(varied);
  }

  PlannedRun plan(String value, long seed) {
    int number = results.size() + 1;
    Map<String, String> values = varied.isEmpty() ? Map.of() : Map.of(varied.get(0), value);
    return new PlannedRun(number, number + "-" + value, values, seed, "", false);
  }

  /** With a run that finished. */
  Swept finished(String value, long seed, double error, double validLoss, double trainLoss) {
    results.add(
        new RunResult(
            plan(value, seed),
            Ending.FINISHED,
            "",
            List.of(new EpochMetrics(1, 9, trainLoss, validLoss, error, 60)),
            Symptoms.NONE));
    return this;
  }

  /** With a run of error rates as they are, and losses of ten times as much. */
  Swept finished(String value, double... errors) {
    for (double error : errors) {
      finished(value, results.size(), error, 10 * error, 10 * error);
    }
    return this;
  }

  /** With a run whose last loss is NaN. */
  Swept notFinite(String value, long seed) {
    results.add(
        new RunResult(
            plan(value, seed),
            Ending.FINISHED,
            "",
            List.of(new EpochMetrics(1, 9, 1e20, Double.NaN, 0.9, 60)),
            new Symptoms(
                Outcome.DIVERGED,
                Symptoms.NONE.notFiniteStep(),
                Symptoms.NONE.explodedStep(),
                Symptoms.NONE.largestGrowth(),
                Symptoms.NONE.deadChannels())));
    return this;
  }

  /** With a run that did not finish, though an epoch of it did. */
  Swept ended(String value, long seed, Ending ending) {
    results.add(
        new RunResult(
            plan(value, seed),
            ending,
            "it was so",
            List.of(new EpochMetrics(1, 9, 0.1, 0.1, 0.01, 60)),
            Symptoms.NONE));
    return this;
  }

  SweepManifest manifest() {
    return new SweepManifest(
        "rates",
        "Which?",
        varied,
        Instant.EPOCH,
        new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
        results.stream().map(RunResult::run).toList());
  }

  SweepResults results() {
    return SweepResults.of(manifest(), run -> results.get(run.number() - 1));
  }
}
