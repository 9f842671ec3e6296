package org.visualizingweights.sweep.results;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.visualizingweights.UserError;
import org.visualizingweights.findings.Findings;
import org.visualizingweights.findings.Symptoms;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.view.WithoutPaths;

/**
 * What came of a run of a sweep. It says nothing of when, how long, where and by which process: a
 * run that was killed and went on came to the same as one that was left alone.
 *
 * @param reason why it did not finish, or why figures are missing; empty where neither is so
 * @param epochs that are over, in order
 * @param symptoms whether it broke, as far as its storage can be read
 */
public record RunResult(
    PlannedRun run, Ending ending, String reason, List<EpochMetrics> epochs, Symptoms symptoms) {
  private static final Logger LOG = LoggerFactory.getLogger(RunResult.class);

  public RunResult {
    epochs = List.copyOf(epochs);
  }

  /**
   * Reads what came of a run. Takes as long as reading what it captured: some tens of milliseconds
   * for a thousand steps.
   *
   * @param folder of the run, which need not be there, and of which anything may be damaged: what
   *     cannot be read is missing, and the reason says why
   */
  public static RunResult of(PlannedRun run, Path folder) {
    if (!Runs.isRun(folder)) {
      return new RunResult(run, Ending.MISSING, "", List.of(), Symptoms.NONE);
    }
    try {
      return read(run, RunFolder.open(folder));
    } catch (UserError e) {
      return unreadable(run, withoutPaths(e.getMessage(), folder));
    } catch (RuntimeException e) {
      // Whatever it holds that nobody thought of is no reason to lose the other runs.
      LOG.warn("cannot read {}", folder, e);
      return unreadable(run, "It cannot be read: " + withoutPaths(e.toString(), folder));
    }
  }

  /** The same run, which came to no end in any attempt. */
  public RunResult failed(String why) {
    return new RunResult(run, Ending.FAILED, why.replaceAll("\\s+", " "), epochs, symptoms);
  }

  private static RunResult unreadable(PlannedRun run, String reason) {
    return new RunResult(run, Ending.UNREADABLE, reason, List.of(), Symptoms.NONE);
  }

  private static RunResult read(PlannedRun run, RunFolder folder) {
    Manifest manifest = folder.manifest();
    Set<String> reasons = new LinkedHashSet<>();
    manifest
        .reason()
        .map(why -> why.replace(manifest.owner().inWords(), "its process"))
        .ifPresent(reasons::add);
    List<EpochMetrics> epochs = UserError.attempt(folder::metrics, reasons::add).orElse(List.of());
    Symptoms symptoms = symptoms(folder, manifest.status(), reasons::add).orElse(Symptoms.NONE);
    return new RunResult(
        run,
        Ending.of(manifest),
        withoutPaths(String.join("; ", reasons), folder.path()),
        epochs,
        symptoms);
  }

  private static Optional<Symptoms> symptoms(
      RunFolder folder, Status status, Consumer<String> message) {
    if (!Files.exists(folder.storageFile())) {
      if (status == Status.FINISHED) {
        message.accept("storage.db is missing");
      }
      return Optional.empty();
    }
    try {
      return UserError.attempt(() -> Findings.symptoms(folder, message), message);
    } catch (RuntimeException e) {
      LOG.warn("cannot read {}", folder.storageFile(), e);
      message.accept("storage.db cannot be read: " + e);
      return Optional.empty();
    }
  }

  /** In one line. */
  private static String withoutPaths(String text, Path folder) {
    return WithoutPaths.of(text, folder).replaceAll("\\s+", " ").strip();
  }

  /** The last epoch of a run that has finished. */
  Optional<EpochMetrics> lastEpoch() {
    return ending == Ending.FINISHED && !epochs.isEmpty()
        ? Optional.of(epochs.get(epochs.size() - 1))
        : Optional.empty();
  }
}
