package org.visualizingweights.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.view.Column;
import org.visualizingweights.view.Columns;
import org.visualizingweights.view.MergedRun;

/**
 * The charts of a run: {@code strips}, {@code magnitudes}, {@code near-zero}, {@code moments} and
 * {@code losses}. The same run gives the same files.
 */
public final class Charts {
  private final Manifest manifest;
  private final double width;
  private final CaptureSettings settings;
  private final StepAxis axis;
  private final VertexPanels panels;

  /** Those of the strips, which have no more than there are pixels. */
  private final List<Column> columns;

  private Charts(Manifest manifest, Columns captured, List<EpochMetrics> metrics, double width) {
    this.manifest = manifest;
    this.width = width;
    this.settings = captured.settings();
    this.axis = new StepAxis(captured, metrics, manifest.progress().hasPlan(), width);
    this.panels = new VertexPanels(settings, axis);
    this.columns = captured.atMost(StripChart.mostColumns(axis));
  }

  /**
   * Writes every chart as PNG and SVG into the run's {@code charts/}.
   *
   * @param captured of the run so far, or a part of it
   * @param settings of the charts, by which the steps were chosen
   * @return the files, none if no step was captured
   * @throws UserError if the files cannot be written, or Java cannot draw here
   */
  public static List<Path> write(RunFolder run, Columns captured, ChartSettings settings) {
    List<Path> files = new ArrayList<>();
    Manifest manifest = run.manifest();
    List<EpochMetrics> metrics = settings.reached(run.metrics(MergedRun.MAX_EPOCHS));
    for (Chart chart : of(manifest, captured, metrics, settings.width())) {
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
   * @param captured of one step each, or of several
   * @param width in CSS pixels
   * @return none if no step was captured
   * @throws UserError if Java cannot draw here
   */
  static List<Chart> of(
      Manifest manifest, Columns captured, List<EpochMetrics> metrics, int width) {
    if (captured.list().isEmpty()) {
      return List.of();
    }
    obstacle()
        .ifPresent(
            why -> {
              throw UserError.unavailable(why);
            });
    Charts charts = new Charts(manifest, captured, metrics, width);
    return List.of(
        charts.strips(), charts.magnitudes(), charts.nearZero(), charts.moments(), charts.losses());
  }

  private Chart strips() {
    String range =
        "%s to %s".formatted(Numbers.value(settings.low()), Numbers.value(settings.high()));
    return strips(
        "strips",
        "Activations of each layer, step by step",
        column()
            + ": the histogram of a layer's activations from "
            + range
            + ", low values at the bottom. Yellow: many activations of this size; purple: few or"
            + " none. A fringe above or below a strip fills with orange as activations leave the range.",
        Strips.of(settings, columns, axis.whole()),
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
        MagnitudeStrips.of(settings.vertices(), columns, axis.whole()),
        Optional.empty());
  }

  private Chart nearZero() {
    return panels(
        "near-zero",
        "Share of activations near zero",
        "The share of each histogram in the two bins nearest to zero (%s to %s), of what lies in the histogram's range.%s A gap is a step with nothing in range.%s"
            .formatted(
                Numbers.value(settings.edge(settings.firstNearZero())),
                Numbers.value(settings.edge(settings.endNearZero())),
                settings.hasZero()
                    ? " A line near 1 is a layer whose activations have collapsed to zero."
                    : "",
                wherePooled("Each value is of %s.")),
        panels.nearZero());
  }

  private Chart moments() {
    return panels(
        "moments",
        "Mean and standard deviation of activations",
        "Of the finite activations of each step, one scale for all layers; where values explode,"
            + " it is logarithmic beyond 1 and −1. Healthy layers keep steady lines."
            + wherePooled("Each value is of %s."),
        panels.moments());
  }

  private Chart losses() {
    LossPanels losses = new LossPanels(axis, settings.every());
    return panels(
        "losses",
        manifest.progress().hasPlan() || losses.hasErrors() ? "Loss and validation error" : "Loss",
        "Lower is better"
            + (losses.haveLogarithms() ? "; the axis of losses is logarithmic." : ".")
            + manifest.classes().map(Charts::guessing).orElse("")
            + wherePooled("Pale: lowest and highest of %s each."),
        losses.panels());
  }

  /** What a network comes to that has learned nothing: each class is as likely as the others. */
  private static String guessing(int classes) {
    return " Guessing among %s classes has a loss of %s and an error of %s%%."
        .formatted(classes, Numbers.value(Math.log(classes)), Numbers.value(100 - 100.0 / classes));
  }

  private String column() {
    return StepAxis.stepsEach(columns) == 1
        ? "Each column is one" + captured() + " training step"
        : "Each column is the mean of " + steps(columns);
  }

  /** A sentence about the lines of a chart; none where each of their values is one step's. */
  private String wherePooled(String sentence) {
    return StepAxis.stepsEach(axis.columns()) == 1
        ? ""
        : " " + sentence.formatted(steps(axis.columns()));
  }

  /** As {@code 3 training steps}; {@code up to} that where columns have more steps and less. */
  private String steps(List<Column> some) {
    int most = StepAxis.stepsEach(some);
    boolean alike = some.stream().limit(some.size() - 1).allMatch(c -> c.steps() == most);
    return (alike ? "" : "up to ") + Count.of(most) + captured() + " training steps";
  }

  private String captured() {
    return settings.every() > 1 ? " captured" : "";
  }

  private Chart strips(
      String name, String title, String howToRead, List<Strip> strips, Optional<String> fringe) {
    StripChart chart =
        new StripChart(
            new Heading(manifest, title, howToRead, shown(), width), axis, strips, fringe);
    return new Chart(name, fullTitle(title), width, chart.height(), chart::draw);
  }

  private Chart panels(String name, String title, String howToRead, List<Panel> panels) {
    PanelChart chart =
        new PanelChart(new Heading(manifest, title, howToRead, shown(), width), axis, panels);
    return new Chart(name, fullTitle(title), width, chart.height(), chart::draw);
  }

  /** Which steps, where these are but a part of the run. */
  private Optional<String> shown() {
    int first = axis.whole().first();
    int last = axis.whole().last();
    return first > 0 || last + settings.every() < manifest.progress().steps()
        ? Optional.of(Numbers.steps(first, last))
        : Optional.empty();
  }

  private String fullTitle(String title) {
    return manifest.experiment().name() + ": " + title;
  }

  /**
   * Why no chart can be drawn here, and what helps; empty where they can. Java needs the system's
   * fonts even to measure a text, and a slim server may have none.
   */
  public static Optional<String> obstacle() {
    try {
      Ink.TEXT.width("a");
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(WhyNoCharts.of(e));
    }
  }

  private static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      WholeFile.write(file, out -> out.write(content));
      return file;
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }
}
