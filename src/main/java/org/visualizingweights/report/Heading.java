package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.report.Canvas.Anchor;
import org.visualizingweights.report.Canvas.TextStyle;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.Status;
import org.visualizingweights.view.WithoutPaths;

/** What stands above every chart: the run, what it really used, and how to read the picture. */
final class Heading {
  private static final double LEFT = 24;
  private static final double TITLE_BASELINE = 36;

  /** Of the width, as other machines have wider fonts than this one. */
  private static final double USED = 0.94;

  private record Line(String text, TextStyle style) {
    double height() {
      return style.size() * 1.45;
    }
  }

  private final double width;
  private final double room;
  private final String name;
  private final String subtitle;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param subtitle what the chart shows
   * @param howToRead it, in a sentence or two
   * @param shown which steps; empty: all
   * @param width of the chart, in CSS pixels
   */
  Heading(
      Manifest manifest, String subtitle, String howToRead, Optional<String> shown, double width) {
    this.width = width;
    this.room = (width - 2 * LEFT) * USED;
    this.name = shorten(manifest.experiment().name(), Ink.TITLE, room * 0.5);
    this.subtitle = subtitle;
    add(manifest.experiment().description(), Ink.TEXT);
    add(facts(manifest, shown), Ink.TEXT.in(Ink.GREY));
    warnings(manifest).forEach(warning -> add(warning, Ink.TEXT.bolder().in(Ink.VERMILLION)));
    add(howToRead, Ink.SMALL);
  }

  double height() {
    return TITLE_BASELINE + 8 + lines.stream().mapToDouble(Line::height).sum() + 8;
  }

  void draw(Canvas canvas) {
    canvas.text(name, LEFT, TITLE_BASELINE, Anchor.START, Ink.TITLE);
    canvas.text(subtitle, width - LEFT, TITLE_BASELINE, Anchor.END, Ink.SUBTITLE);
    double y = TITLE_BASELINE + 8;
    for (Line line : lines) {
      canvas.text(line.text(), LEFT, y + line.style().size(), Anchor.START, line.style());
      y += line.height();
    }
  }

  private static String facts(Manifest manifest, Optional<String> shown) {
    return String.join(
        "  ·  ",
        Stream.of(
                Optional.of(manifest.experiment().learningRate())
                    .filter(rate -> !rate.isEmpty())
                    .map("learning rate "::concat),
                manifest.watched().map("watched in "::concat),
                manifest.data().map(data -> "data: " + data.title()),
                manifest.weights().map(weights -> "weights: " + weights.title()),
                Optional.of("seed " + manifest.experiment().seed()),
                Optional.of(state(manifest)),
                shown.map("shown: "::concat))
            .flatMap(Optional::stream)
            .toList());
  }

  private static String state(Manifest manifest) {
    Progress progress = manifest.progress();
    String steps = Count.of(progress.steps(), "step");
    if (manifest.status() == Status.FINISHED) {
      return progress.hasPlan() || progress.epochs() > 0
          ? steps + " in " + Count.of(progress.epochs(), "epoch")
          : steps;
    }
    return "%s after %s"
        .formatted(
            manifest.status() == Status.RUNNING
                ? "running,"
                : manifest.status().name().toLowerCase(Locale.ROOT),
            progress.hasPlan()
                ? Count.of(progress.steps()) + " of " + Count.of(progress.stepsPlanned(), "step")
                : steps);
  }

  private static List<String> warnings(Manifest manifest) {
    List<String> warnings = new ArrayList<>(manifest.fallbacks());
    manifest
        .reason()
        .ifPresent(why -> warnings.add("The run " + ending(manifest.status()) + ": " + why));
    return warnings.stream().map(WithoutPaths::of).toList();
  }

  private static String ending(Status status) {
    return switch (status) {
      case FAILED -> "failed";
      case STOPPED -> "was stopped";
      default -> "was interrupted";
    };
  }

  /** Adds a text on as many lines as it needs, three at most. */
  private void add(String text, TextStyle style) {
    String rest = text.strip();
    for (int line = 0; !rest.isEmpty() && line < 3; line++) {
      int end = line == 2 ? rest.length() : lineEnd(rest, style);
      lines.add(new Line(shorten(rest.substring(0, end).strip(), style, room), style));
      rest = rest.substring(end).strip();
    }
  }

  /** Where the first line of a text ends: after its last word that has room, or within a word. */
  private int lineEnd(String text, TextStyle style) {
    int end = fitting(text, style, room);
    int space = text.lastIndexOf(' ', end);
    return end == text.length() || space <= 0 ? end : space;
  }

  /** The text, or as much of it as there is room for. */
  static String shorten(String text, TextStyle style, double room) {
    int end = fitting(text, style, room);
    return end == text.length()
        ? text
        : text.substring(0, fitting(text, style, room - style.width("…"))) + "…";
  }

  private static int fitting(String text, TextStyle style, double room) {
    int end = Math.min(text.length(), 400);
    while (end > 0 && style.width(text.substring(0, end)) > room) {
      end--;
    }
    return end;
  }
}
