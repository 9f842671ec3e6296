package org.visualizingweights.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.visualizingweights.host.Terminal;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

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
  private int steps;
  private int firstStep;
  private long started;
  private boolean headed;

  TrainingConsole(PrintStream out, boolean terminal, int epochs, int batchSize) {
    this.out = out;
    this.terminal = terminal;
    this.epochs = epochs;
    this.batchSize = batchSize;
  }

  @Override
  public void epochStarted(TrainingState state, int steps) {
    this.steps = steps;
    firstStep = state.step();
    started = System.nanoTime();
    begin("epoch %s/%s".formatted(state.epoch() + 1, epochs), steps);
  }

  @Override
  public void stepDone(TrainingState state, double loss) {
    int done = state.step();
    bar.ifPresent(
        b -> {
          b.setExtraMessage(String.format(Locale.ROOT, "loss %.4g, %.0f/s", loss, speed(done)));
          b.stepTo(done);
        });
    boolean sayIt = done * LINES_PER_EPOCH / steps > (done - 1) * LINES_PER_EPOCH / steps;
    if (!terminal && sayIt) {
      out.println(line(state, loss));
    }
  }

  @Override
  public void stopped(TrainingState state) {
    endBar();
    out.println(
        "Stopped after step %s of %s of epoch %s; checkpoint, charts and report are made. Ctrl-C again ends at once."
            .formatted(state.step(), steps, state.epoch() + 1));
  }

  @Override
  public void validationStarted(TrainingState state, int batches) {
    begin("validation", batches);
  }

  @Override
  public void validationBatchDone(TrainingState state) {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public void epochDone(TrainingState state, EpochMetrics metrics) {
    endBar();
    if (!headed) {
      out.printf(
          "%5s %11s %11s %11s %7s%n", "epoch", "train_loss", "valid_loss", "error_rate", "time");
      headed = true;
    }
    out.printf(
        Locale.ROOT,
        "%5d %11s %11s %11.6f %7s%n",
        metrics.epoch(),
        loss(metrics.trainLoss()),
        loss(metrics.validLoss().orElseThrow()),
        metrics.errorRate().orElseThrow(),
        time(metrics.seconds()));
  }

  /** As minutes and seconds. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%02d:%02d", whole / 60, whole % 60);
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
              Terminal.bar(out)
                  .setTaskName(name)
                  .setInitialMax(steps)
                  .setUpdateIntervalMillis(250)
                  .clearDisplayOnFinish()
                  .build());
    }
  }

  private String line(TrainingState state, double loss) {
    int done = state.step();
    return String.format(
        Locale.ROOT,
        "epoch %d/%d: step %d of %d, loss %.4g, %.0f images/s, %.0f s left",
        state.epoch() + 1,
        epochs,
        done,
        steps,
        loss,
        speed(done),
        (steps - done) * batchSize / speed(done));
  }

  /** Images a second since the epoch began, or since it went on. */
  private double speed(int done) {
    return (done - firstStep) * batchSize / ((System.nanoTime() - started) / 1e9);
  }

  private static String loss(double loss) {
    return Math.abs(loss) < 1e4
        ? String.format(Locale.ROOT, "%.6f", loss)
        : String.format(Locale.ROOT, "%.4g", loss);
  }
}
