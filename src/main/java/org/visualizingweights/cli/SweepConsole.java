package org.visualizingweights.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.visualizingweights.Count;
import org.visualizingweights.host.Terminal;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.sweep.SweepObserver;
import org.visualizingweights.sweep.SweepProgress;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.results.Ending;
import org.visualizingweights.sweep.results.RunResult;

/**
 * A sweep on a console: a row for each run as it ends, and on a terminal a bar for the whole below
 * them. Where the output is kept, each row says how far the sweep is.
 */
final class SweepConsole implements SweepObserver {
  private final PrintStream out;
  private final boolean terminal;
  private Optional<ProgressBar> bar = Optional.empty();
  private final Instant begun = Instant.now();
  private boolean headed;

  SweepConsole(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void goesOn(SweepProgress progress) {
    if (!terminal) {
      return;
    }
    ProgressBar shown =
        bar.orElseGet(
            () ->
                Terminal.bar(out)
                    .setTaskName("sweep")
                    .setInitialMax(progress.runs())
                    .startsFrom(0, Duration.between(begun, Instant.now()))
                    .setUpdateIntervalMillis(250)
                    .clearDisplayOnFinish()
                    .build());
    shown.setExtraMessage(inWords(progress));
    shown.stepTo((long) progress.finished() + progress.failed());
    bar = Optional.of(shown);
  }

  private static String inWords(SweepProgress progress) {
    return "%s running, %s failed%s"
        .formatted(progress.running(), progress.failed(), left(progress));
  }

  private static String left(SweepProgress progress) {
    return progress.left().map(left -> ", " + inWords(left) + " left").orElse("");
  }

  private static String inWords(Duration left) {
    long minutes = Math.round(left.toSeconds() / 60.0);
    if (minutes < 1) {
      return "less than a minute";
    }
    return minutes < 60 ? minutes + " min" : "%s h %s min".formatted(minutes / 60, minutes % 60);
  }

  @Override
  public void triedAgain(PlannedRun run, String why) {
    say("run %s is tried once more: %s".formatted(run.number(), firstLine(why)));
  }

  @Override
  public void waitsFor(PlannedRun run) {
    say("run %s is still being ended by another process, and waited for".formatted(run.number()));
  }

  @Override
  public void lacksRoom() {
    say("No machine is left that executes runs; the sweep goes on when there is one again.");
  }

  @Override
  public void stopping(int running) {
    say(
        "Stopping: %s between two steps, with files and charts finished. Ctrl-C again ends at once."
            .formatted(Count.of(running, "run ends", "runs end")));
  }

  @Override
  public void ended(RunResult result, SweepProgress progress) {
    if (!headed) {
      say("  run  train_loss  valid_loss  error_rate   time  varied");
      headed = true;
    }
    String figures =
        result.ending() == Ending.FINISHED
            ? figures(result.epochs())
            : "%-10s ".formatted(result.ending().label()) + firstLine(result.reason());
    int done = progress.finished() + progress.failed();
    String rest =
        terminal
            ? ""
            : "  [%s of %s done%s%s]"
                .formatted(
                    done,
                    progress.runs(),
                    progress.failed() > 0 ? ", %s failed".formatted(progress.failed()) : "",
                    done < progress.runs() ? left(progress) : "");
    PlannedRun run = result.run();
    say("%5s  %s  %s%s".formatted(run.number(), figures, values(run), rest));
  }

  /** Of the last epoch, and the time of all. */
  private static String figures(List<EpochMetrics> epochs) {
    double seconds = epochs.stream().mapToDouble(EpochMetrics::seconds).sum();
    return epochs.stream()
        .reduce((earlier, later) -> later)
        .map(
            last ->
                String.format(
                    Locale.ROOT,
                    "%10.5g  %10.5g  %10.6f  %s",
                    last.trainLoss(),
                    last.validLoss().orElse(Double.NaN),
                    last.errorRate().orElse(Double.NaN),
                    TrainingConsole.time(seconds)))
        .orElse("");
  }

  private static String values(PlannedRun run) {
    return run.combination().entrySet().stream()
        .map(Map.Entry::toString)
        .collect(Collectors.joining(" ", "", " seed=" + run.seed()))
        .strip();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Says a line, above the bar. */
  private void say(String line) {
    close();
    out.println(line);
  }

  /** Takes the bar away. */
  void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
