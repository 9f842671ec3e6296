package org.visualizingweights.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.UtcTime;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.findings.Finding;
import org.visualizingweights.findings.Place;
import org.visualizingweights.findings.Severity;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.view.MergedRun;
import org.visualizingweights.view.WithoutPaths;

/**
 * A run in the words of the report.
 *
 * @param id of the run in the report
 * @param title what it is called; empty: its experiment and its start
 * @param name that its folder was given later; empty: it is called as it was at first
 * @param status and why, where it did not finish
 * @param warnings what was used instead of what was asked for, and what could not be read
 * @param notes what the user noted, with the step
 * @param epochs one row an epoch: its number, losses, error and seconds; where there are many, one
 *     for several, with the figures of the last
 * @param sources where data and weights came from, and what it ran on
 * @param epochsMerged whether there are
 * @param lastValidLoss that of the last epoch that was validated
 * @param settings every key
 */
record ReportedRun(
    String id,
    Optional<String> title,
    Optional<String> name,
    String experiment,
    String description,
    String started,
    String status,
    String learningRate,
    String steps,
    List<String> warnings,
    List<Fact> notes,
    List<EpochRow> epochs,
    boolean epochsMerged,
    String lastValidLoss,
    List<Sentence> findings,
    List<Fact> sources,
    Map<String, String> settings) {

  /** Something known of the run. */
  record Fact(String name, String value) {}

  private static final String UNKNOWN = "–";

  /** The figures of an epoch as people read them. */
  record EpochRow(String number, String trainLoss, String validLoss, String error, String seconds) {
    static EpochRow of(EpochMetrics row) {
      return new EpochRow(
          String.valueOf(row.epoch()),
          Numbers.value(row.trainLoss()),
          known(row.validLoss(), Numbers::value),
          known(row.errorRate(), Numbers::percent),
          Numbers.value(row.seconds()));
    }

    private static String known(OptionalDouble value, DoubleFunction<String> text) {
      return value.isPresent() ? text.apply(value.getAsDouble()) : UNKNOWN;
    }

    boolean hasError() {
      return !error.equals(UNKNOWN);
    }
  }

  /**
   * A finding.
   *
   * @param kind as a title
   * @param link to the place in the picture where it is seen; empty: none
   * @param place in words
   */
  record Sentence(String kind, boolean warning, String text, String link, String place) {
    static Sentence of(Finding finding, String run) {
      String kind = finding.kind().label().replace('-', ' ').replace("static", "unchanged");
      return new Sentence(
          kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1),
          finding.severity() == Severity.WARNING,
          finding.text(),
          finding.place().map(place -> link(place, run)).orElse(""),
          finding.place().map(Sentence::words).orElse(""));
    }

    private static String link(Place place, String run) {
      return "#a=%s&from=%s&to=%s"
          .formatted(
              URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20"),
              place.from(),
              place.to());
    }

    private static String words(Place place) {
      return place.vertex() + ", " + Numbers.steps(place.from(), place.to());
    }
  }

  /**
   * Reads a run; what cannot be read besides its manifest is left out and noted.
   *
   * @param title what it is called; empty: its experiment and its start
   * @throws UserError where the manifest cannot be read
   */
  static ReportedRun read(String id, Optional<String> title, MergedRun run) {
    RunFolder folder = run.folder();
    Manifest manifest = folder.manifest();
    List<String> warnings = new ArrayList<>(manifest.fallbacks());
    List<EpochMetrics> metrics = UserError.attempt(run::epochs, warnings::add).orElse(List.of());
    List<Finding> findings = UserError.attempt(run::findings, warnings::add).orElse(List.of());
    Map<String, String> settings =
        UserError.attempt(folder::settings, warnings::add).orElse(Map.of());
    UnaryOperator<String> shown = text -> WithoutPaths.of(text, folder.path());
    return new ReportedRun(
        id,
        title,
        Runs.otherName(id, manifest),
        manifest.experiment().name(),
        manifest.experiment().description(),
        UtcTime.of(manifest.started()),
        shown.apply(status(manifest)),
        Optional.of(manifest.experiment().learningRate())
            .filter(rate -> !rate.isEmpty())
            .orElse(UNKNOWN),
        Count.of(manifest.progress().steps()),
        warnings.stream().map(shown).toList(),
        manifest.notes().stream()
            .map(note -> new Fact("step " + Count.of(note.step()), note.text()))
            .toList(),
        metrics.stream().map(EpochRow::of).toList(),
        metrics.stream().anyMatch(row -> row.epoch() > metrics.size()),
        metrics.stream()
            .flatMapToDouble(row -> row.validLoss().stream())
            .mapToObj(Numbers::value)
            .reduce((earlier, later) -> later)
            .orElse(UNKNOWN),
        findings.stream().map(finding -> Sentence.of(finding, id)).toList(),
        sources(manifest),
        WithoutPaths.ofSettings(settings));
  }

  /** The last epoch that has an error rate; 0 where none has. */
  int lastEpochWithError() {
    return epochs.stream()
        .filter(EpochRow::hasError)
        .mapToInt(row -> Integer.parseInt(row.number()))
        .max()
        .orElse(0);
  }

  /** The error rate after an epoch, or a dash. */
  String error(int epoch) {
    String number = String.valueOf(epoch);
    return epochs.stream()
        .filter(row -> row.number().equals(number))
        .map(EpochRow::error)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static String status(Manifest manifest) {
    String status = manifest.status().name().toLowerCase(Locale.ROOT);
    return manifest.reason().map(why -> status + ": " + why).orElse(status);
  }

  private static List<Fact> sources(Manifest manifest) {
    List<Fact> facts = new ArrayList<>();
    manifest.data().ifPresent(data -> facts.addAll(source("data", data)));
    manifest.weights().ifPresent(weights -> facts.addAll(source("weights", weights)));
    manifest.watched().ifPresent(where -> facts.add(new Fact("watched in", where)));
    facts.add(new Fact("seed", String.valueOf(manifest.experiment().seed())));
    facts.add(
        new Fact(
            "program",
            "visualizing-weights %s%s, Deeplearning4j %s"
                .formatted(
                    manifest.versions().project(),
                    manifest.versions().commit().map(commit -> " (" + commit + ")").orElse(""),
                    manifest.versions().deeplearning4j())));
    facts.add(
        new Fact("Java, system", manifest.versions().java() + "; " + manifest.versions().os()));
    facts.add(new Fact("computed on", manifest.backend() + "; " + machine(manifest.machine())));
    manifest
        .ended()
        .map(end -> Duration.between(manifest.started(), end))
        .ifPresent(time -> facts.add(new Fact("took", minutes(time))));
    return facts;
  }

  private static List<Fact> source(String what, Provenance provenance) {
    List<Fact> facts = new ArrayList<>();
    String making = provenance.making().map(how -> ", " + how).orElse("");
    facts.add(new Fact(what, provenance.title() + making));
    provenance.license().ifPresent(license -> facts.add(new Fact(what + ", license", license)));
    new TreeMap<>(provenance.sha256())
        .forEach((file, sum) -> facts.add(new Fact(file, "SHA-256 " + sum)));
    return facts;
  }

  private static String machine(Machine machine) {
    return "%s, %s, %s GB"
        .formatted(
            machine.cpu(), Count.of(machine.cores(), "core"), Math.round(machine.memory() / 1e9));
  }

  private static String minutes(Duration time) {
    return "%s min %s s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
