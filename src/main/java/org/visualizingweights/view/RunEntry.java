package org.visualizingweights.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.UserError;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Runs;

/**
 * A run in the list of runs: what its manifest and its metrics say, without a look into its
 * storage.
 *
 * @param id of the run among all
 * @param name that its folder was given later; empty: it is called as it was at first
 * @param status of the manifest, in lower case; {@code unreadable} where there is none to be read
 * @param reason why it failed, was interrupted or is unreadable, in one sentence
 * @param started as the manifest has it, or the folder's name
 * @param stepsPlanned 0 where that is not known
 * @param errorRate of the last epoch that has one
 * @param fallbacks what was used instead of what was asked for, a sentence each
 */
record RunEntry(
    String id,
    Optional<String> name,
    String experiment,
    String description,
    String status,
    Optional<String> reason,
    Optional<Instant> started,
    Optional<Instant> ended,
    int stepsDone,
    int stepsPlanned,
    Optional<Double> errorRate,
    List<String> fallbacks) {

  private static final Logger LOG = LoggerFactory.getLogger(RunEntry.class);
  private static final String UNREADABLE = "unreadable";

  /** Reads an entry; a run that cannot be read has an entry that says so. */
  static RunEntry read(Runs.FoundRun run) {
    try {
      // Metrics that cannot be read are a matter of the run's page, not of the list.
      List<EpochMetrics> metrics =
          UserError.attempt(() -> run.folder().metrics(MergedRun.MAX_EPOCHS), why -> {})
              .orElse(List.of());
      return of(run, run.folder().manifest(), metrics, Optional.empty());
    } catch (UserError e) {
      return unreadable(run, e.getMessage());
    } catch (RuntimeException e) {
      // Whatever it holds that nobody thought of is no reason not to show the others.
      LOG.warn("cannot read {}", run.folder().path(), e);
      return unreadable(run, "It cannot be read: " + e);
    }
  }

  /**
   * @param unreadable why the run cannot be read although its manifest can
   */
  static RunEntry of(
      Runs.FoundRun run,
      Manifest manifest,
      List<EpochMetrics> metrics,
      Optional<String> unreadable) {
    UnaryOperator<String> shown = text -> WithoutPaths.of(text, run.folder().path());
    return new RunEntry(
        run.id(),
        Runs.otherName(run.id(), manifest),
        manifest.experiment().name(),
        manifest.experiment().description(),
        unreadable.isPresent() ? UNREADABLE : Json.name(manifest.status()),
        unreadable.or(manifest::reason).map(shown),
        Optional.of(manifest.started()),
        manifest.ended(),
        manifest.progress().steps(),
        manifest.progress().stepsPlanned(),
        metrics.stream()
            .flatMapToDouble(row -> row.errorRate().stream())
            .boxed()
            .reduce((earlier, later) -> later),
        manifest.fallbacks().stream().map(shown).toList());
  }

  private static RunEntry unreadable(Runs.FoundRun run, String reason) {
    return new RunEntry(
        run.id(),
        Optional.empty(),
        run.id().replaceFirst("/[^/]*$", ""),
        "",
        UNREADABLE,
        Optional.of(WithoutPaths.of(reason, run.folder().path())),
        run.folder().started(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        List.of());
  }
}
