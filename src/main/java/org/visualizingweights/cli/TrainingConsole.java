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
    started = System.nanoTime();
    begin("epoch %d/%d".formatted(epoch + 1, epochs), (long) steps * batchSize);
  }

  @Override
  public void stepDone(int step, double loss) {
    String message = String.format(Locale.ROOT, "step %d, loss %.4g", step + 1, loss);
    bar.ifPresent(
        b -> {
          b.setExtraMessage(message);
          b.stepBy(batchSize);
        });
    boolean sayIt = (step + 1) * LINES_PER_EPOCH / steps > step * LINES_PER_EPOCH / steps;
    if (!terminal && sayIt) {
      out.println(line(step + 1, message));
    }
  }

  @Override
  public void validationStarted(int batches) {
    begin("validation", (long) batches * batchSize);
  }

  @Override
  public void validationBatchDone() {
    bar.ifPresent(b -> b.stepBy(batchSize));
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

  /** Takes a bar that is still there off the screen, as when training was stopped. */
  void endBar() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  private void begin(String name, long images) {
    endBar();
    if (terminal) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(name)
                  .setInitialMax(images)
                  .setUnit(" images", 1)
                  .showSpeed()
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(250)
                  .setConsumer(new ConsoleProgressBarConsumer(out))
                  .clearDisplayOnFinish()
                  .build());
    }
  }

  private String line(int done, String message) {
    double seconds = (System.nanoTime() - started) / 1e9;
    return String.format(
        Locale.ROOT,
        "epoch %d/%d: %s of %d, %.0f images/s, %.0f s left",
        epoch + 1,
        epochs,
        message,
        steps,
        done * batchSize / seconds,
        seconds / done * (steps - done));
  }

  private static String loss(double loss) {
    return Math.abs(loss) < 1e4
        ? String.format(Locale.ROOT, "%.6f", loss)
        : String.format(Locale.ROOT, "%.4g", loss);
  }
}
