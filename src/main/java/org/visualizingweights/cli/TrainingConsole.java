package org.visualizingweights.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.training.TrainingObserver;

/**
 * Training on a console: fastai's table, a row an epoch, and on a terminal a bar for the epoch that
 * is under way. Where the output is kept, a plain line now and then stands for the bar.
 */
final class TrainingConsole implements TrainingObserver {
  private static final int LINES_PER_EPOCH = 5;

  private final PrintStream out;
  private final boolean terminal;
  private final int epochs;
  private final int batchSize;
  private Optional<ProgressBar> bar = Optional.empty();
  private int epoch;
  private int steps;
  private int seen;
  private long started;
  private boolean headed;

  TrainingConsole(PrintStream out, boolean terminal, int epochs, int batchSize) {
    this.out = out;
    this.terminal = terminal;
    this.epochs = epochs;
    this.batchSize = batchSize;
  }

  @Override
  public void epochStarted(int epoch, int steps) {
    this.epoch = epoch;
    this.steps = steps;
    seen = 0;
    started = System.nanoTime();
    begin("epoch %d/%d".formatted(epoch + 1, epochs), steps);
  }

  @Override
  public void stepDone(int step, double loss) {
    seen++;
    bar.ifPresent(
        b -> {
          b.setExtraMessage(String.format(Locale.ROOT, "loss %.4g, %.0f/s", loss, speed()));
          b.stepTo(step + 1);
        });
    boolean sayIt = (step + 1) * LINES_PER_EPOCH / steps > step * LINES_PER_EPOCH / steps;
    if (!terminal && sayIt) {
      out.println(line(step + 1, loss));
    }
  }

  @Override
  public void stopped() {
    endBar();
  }

  @Override
  public void validationStarted(int batches) {
    begin("validation", batches);
  }

  @Override
  public void validationBatchDone() {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    endBar();
    if (!headed) {
      out.printf(
          "%5s %11s %11s %11s %7s%n", "epoch", "train_loss", "valid_loss", "error_rate", "time");
      headed = true;
    }
    long seconds = Math.round(metrics.seconds());
    out.printf(
        Locale.ROOT,
        "%5d %11s %11s %11.6f %7s%n",
        metrics.epoch(),
        loss(metrics.trainLoss()),
        loss(metrics.validLoss()),
        metrics.errorRate(),
        "%02d:%02d".formatted(seconds / 60, seconds % 60));
  }

  private void endBar() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  private void begin(String name, int steps) {
    endBar();
    if (terminal) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(name)
                  .setInitialMax(steps)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(250)
                  .setConsumer(new ConsoleProgressBarConsumer(out))
                  .clearDisplayOnFinish()
                  .build());
    }
  }

  private String line(int done, double loss) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d: step %d of %d, loss %.4g, %.0f images/s, %.0f s left",
        epoch + 1,
        epochs,
        done,
        steps,
        loss,
        speed(),
        (steps - done) * batchSize / speed());
  }

  /** Images a second since the epoch began, or since it went on. */
  private double speed() {
    return seen * batchSize / ((System.nanoTime() - started) / 1e9);
  }

  private static String loss(double loss) {
    return Math.abs(loss) < 1e4
        ? String.format(Locale.ROOT, "%.6f", loss)
        : String.format(Locale.ROOT, "%.4g", loss);
  }
}
