package org.visualizingweights.view;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;

/**
 * A run in the list of runs: what its manifest and its metrics say, without a look into its
 * storage.
 *
 * @param id of the run: {@code <experiment>/<folder>}
 * @param status of the manifest, in lower case; {@code unreadable} where there is none to be read
 * @param reason why it failed, was interrupted or is unreadable, in one sentence
 * @param started as the manifest has it, or the folder's name
 * @param errorRate of the last epoch that was validated
 * @param notes what was used instead of what was asked for, a sentence each
 */
record RunEntry(
    String id,
    String experiment,
    String description,
    String status,
    Optional<String> reason,
    Optional<Instant> started,
    Optional<Instant> ended,
    int stepsDone,
    int stepsPlanned,
    Optional<Double> errorRate,
    List<String> notes) {

  static final String UNREADABLE = "unreadable";

  private static final DateTimeFormatter FOLDER_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'");

  /** Reads an entry; a run that cannot be read has an entry that says so. */
  static RunEntry read(String id, Path path) {
    try {
      RunFolder folder = RunFolder.open(path);
      return of(id, folder.manifest(), metrics(folder));
    } catch (UserError e) {
      return unreadable(id, path, e.getMessage());
    }
  }

  static RunEntry of(String id, Manifest manifest, List<EpochMetrics> metrics) {
    return new RunEntry(
        id,
        manifest.experiment().name(),
        manifest.experiment().description(),
        Json.name(manifest.status()),
        manifest.reason(),
        Optional.of(manifest.started()),
        manifest.ended(),
        manifest.progress().steps(),
        manifest.progress().stepsPlanned(),
        metrics.isEmpty()
            ? Optional.empty()
            : Optional.of(metrics.get(metrics.size() - 1).errorRate()),
        manifest.fallbacks());
  }

  private static RunEntry unreadable(String id, Path path, String reason) {
    return new RunEntry(
        id,
        id.substring(0, id.indexOf('/')),
        "",
        UNREADABLE,
        Optional.of(reason),
        startOf(path.getFileName().toString()),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        List.of());
  }

  /** The same run, the storage of which cannot be read. */
  RunEntry unreadable(String why) {
    return new RunEntry(
        id,
        experiment,
        description,
        UNREADABLE,
        Optional.of(why),
        started,
        ended,
        stepsDone,
        stepsPlanned,
        errorRate,
        notes);
  }

  /** Metrics that cannot be read are a matter of the run's page, not of the list. */
  private static List<EpochMetrics> metrics(RunFolder folder) {
    try {
      return folder.metrics();
    } catch (UserError e) {
      return List.of();
    }
  }

  private static Optional<Instant> startOf(String folderName) {
    try {
      String time = folderName.substring(0, Math.min(folderName.length(), 20));
      return Optional.of(LocalDateTime.parse(time, FOLDER_NAME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
