package org.visualizingweights.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.History;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;

/**
 * The charts of a run: {@code strips}, {@code magnitudes}, {@code near-zero}, {@code moments} and
 * {@code losses}. The same run gives the same files.
 */
public final class Charts {
  private final Manifest manifest;
  private final History history;
  private final StepAxis axis;

  private Charts(Manifest manifest, History history, List<EpochMetrics> metrics) {
    this.manifest = manifest;
    this.history = history;
    this.axis = new StepAxis(history.steps(), metrics);
  }

  /**
   * Writes every chart as PNG and SVG into the run's {@code charts/}.
   *
   * @param history of the run so far
   * @return the files, none if no step was captured
   * @throws UserError if the files cannot be written, or Java finds no font to write with
   */
  public static List<Path> write(RunFolder run, History history) {
    List<Path> files = new ArrayList<>();
    for (Chart chart : of(run.manifest(), history, run.metrics())) {
      files.add(write(run.charts().resolve(chart.name() + ".png"), chart.png()));
      files.add(
          write(
              run.charts().resolve(chart.name() + ".svg"),
              chart.svg().getBytes(StandardCharsets.UTF_8)));
    }
    return files;
  }

  /**
   * The charts of a run that may still go on.
   *
   * @return none if no step was captured
   * @throws UserError if Java finds no font to write with
   */
  public static List<Chart> of(Manifest manifest, History history, List<EpochMetrics> metrics) {
    if (history.steps().isEmpty()) {
      return List.of();
    }
    requireFonts();
    Charts charts = new Charts(manifest, history, metrics);
    return List.of(
        charts.strips(), charts.magnitudes(), charts.nearZero(), charts.moments(), charts.losses());
  }

  private Chart strips() {
    CaptureSettings settings = history.settings();
    String range =
        "%s to %s".formatted(Numbers.value(settings.low()), Numbers.value(settings.high()));
    return strips(
        "strips",
        "Activations of each layer, step by step",
        column()
            + ": the histogram of a layer's activations from "
            + range
            + ", low values at the bottom. Yellow: many activations of this size; purple: few or"
            + " none. The fringe above a strip fills with orange as activations leave the range.",
        Strips.of(history),
        Optional.of("share of activations above or below the range; a full fringe is all of them"));
  }

  private Chart magnitudes() {
    return strips(
        "magnitudes",
        "Activations of each layer, by order of magnitude",
        column()
            + ": activations by sign and power of two, so that none is out of the picture: positive"
            + " values above the row of zero, negative ones below it, the largest farthest from it."
            + " Yellow: many activations of this size; purple: few or none.",
        MagnitudeStrips.of(history),
        Optional.empty());
  }

  private Chart nearZero() {
    CaptureSettings settings = history.settings();
    int bins = Math.min(2, settings.bins());
    double edge = settings.low() + bins * (settings.high() - settings.low()) / settings.bins();
    String range = Numbers.value(settings.low()) + " to " + Numbers.value(edge);
    return panels(
        "near-zero",
        "Share of activations near zero",
        "The share of each histogram in its two lowest bins ("
            + range
            + "), of what lies in the histogram's range. A line near 1 is a layer whose activations"
            + " have collapsed to zero; a gap is a step with nothing in range.",
        VertexPanels.nearZero(history));
  }

  private Chart moments() {
    return panels(
        "moments",
        "Mean and standard deviation of activations",
        "Of the finite activations of each step, one scale for all layers; where values explode,"
            + " powers of ten beyond 1. Healthy layers keep steady lines.",
        VertexPanels.moments(history));
  }

  private Chart losses() {
    return panels(
        "losses",
        "Loss and validation error",
        "Lower is better; the axis of losses is one of powers of ten. Guessing among ten classes has"
            + " a loss of 2.3 and an error of 90%.",
        LossPanels.of(history, axis));
  }

  private String column() {
    int steps = StripChart.columns(axis).stepsEach();
    String every = history.settings().every() > 1 ? " captured" : "";
    return steps == 1
        ? "Each column is one" + every + " training step"
        : "Each column is the mean of " + steps + every + " training steps";
  }

  private Chart strips(
      String name, String title, String howToRead, List<Strip> strips, Optional<String> fringe) {
    StripChart chart =
        new StripChart(new Heading(manifest, title, howToRead), axis, strips, fringe);
    return new Chart(name, fullTitle(title), chart.height(), chart::draw);
  }

  private Chart panels(String name, String title, String howToRead, List<Panel> panels) {
    PanelChart chart = new PanelChart(new Heading(manifest, title, howToRead), axis, panels);
    return new Chart(name, fullTitle(title), chart.height(), chart::draw);
  }

  private String fullTitle(String title) {
    return manifest.experiment().name() + ": " + title;
  }

  /** Java needs the system's fonts even to measure a text; a slim server may have none. */
  private static void requireFonts() {
    try {
      Ink.TEXT.width("a");
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw UserError.unavailable(
          "Java finds no fonts (%s), so no chart can be drawn. On Debian and Ubuntu: apt-get install"
                  .formatted(e)
              + " fontconfig fonts-dejavu-core",
          e);
    }
  }

  /** Readers see a whole file or none. */
  private static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(next, content);
      return Files.move(
          next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw UserError.unavailable("Cannot write the chart %s: %s".formatted(file, e), e);
    }
  }
}
