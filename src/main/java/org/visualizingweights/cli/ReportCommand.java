package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.visualizingweights.UserError;
import org.visualizingweights.report.ChartSettings;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes charts and report of runs anew. */
@Command(
    name = "report",
    description = {
      "Make charts and report of runs anew, in their folders.",
      "",
      "Of any run that is over, however it ended and whatever version wrote it. The options are for"
          + " the charts; the report has the whole run, and zooms by itself."
    })
final class ReportCommand implements Callable<Integer> {
  private static final Pattern STEPS = Pattern.compile("(\\d{1,9})\\.\\.(\\d{0,9})");
  private static final int LEAST_WIDTH = 800;
  private static final int MOST_WIDTH = 8000;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = {
        "Folders of runs: runs/untrained/2026-11-23T10-15-30Z;",
        "runs/untrained stands for the newest run in it."
      })
  private List<Path> runs;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "1200",
      description = "Of the charts, in CSS pixels (${DEFAULT-VALUE}); PNGs have twice as many.")
  private int width;

  @Option(
      names = "--vertices",
      paramLabel = "NAME",
      split = ",",
      description = "Vertices in the charts, in this order; conv2* stands for all that begin so.")
  private List<String> vertices = List.of();

  @Option(
      names = "--steps",
      paramLabel = "FIRST..LAST",
      defaultValue = "0..",
      description = "Steps in the charts, as 0..500 or 500.. .")
  private String steps;

  @Override
  public Integer call() {
    ChartSettings charts = charts();
    for (RunFolder run : runs.stream().map(Runs::resolve).toList()) {
      try (RunLock lock = RunLock.acquire(run.path(), System.out::println)) {
        RunResults.write(run, charts);
      }
      System.out.println(RunResults.places(run));
    }
    return 0;
  }

  private ChartSettings charts() {
    Matcher span = STEPS.matcher(steps);
    if (!span.matches() || width < LEAST_WIDTH || width > MOST_WIDTH) {
      throw UserError.badInput(
          "--steps is FIRST..LAST, as 0..500, and --width %s to %s; this is --steps %s, --width %s"
              .formatted(LEAST_WIDTH, MOST_WIDTH, steps, width));
    }
    int first = Integer.parseInt(span.group(1));
    int last = span.group(2).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(span.group(2));
    if (last < first) {
      throw UserError.badInput("--steps %s ends before it begins".formatted(steps));
    }
    return new ChartSettings(width, vertices, first, last);
  }
}
