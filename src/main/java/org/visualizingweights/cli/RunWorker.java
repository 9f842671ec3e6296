package org.visualizingweights.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.execution.Resumption;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.launch.Failure;
import org.visualizingweights.launch.Interruption;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Runs;
import org.visualizingweights.sweep.local.Message;
import org.visualizingweights.sweep.local.Message.Alive;
import org.visualizingweights.sweep.local.Message.Begin;
import org.visualizingweights.sweep.local.Message.Ended;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/**
 * A process that executes the runs of a sweep: one for each {@link Begin} that it reads, until
 * there is no more to read. It ends, too, when it is told to by a signal, or its parent is gone,
 * then with the run's files finished; and where something goes wrong that is no mistake of the
 * run's.
 */
public final class RunWorker {
  private final Settings settings;
  private final Experiments experiments;
  private final PrintStream out;

  private RunWorker(PrintStream out) {
    ConfigFolder config = ConfigFolder.find(System.getProperties());
    this.settings = Settings.read(config, System.getProperties());
    this.experiments = ExperimentRun.experiments(config).with(settings);
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    Main.begin();
    RunWorker worker = new RunWorker(System.out);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean goesOn = true;
    for (String line = orders.readLine(); line != null && goesOn; line = orders.readLine()) {
      if (Message.of(line).orElseThrow() instanceof Begin order) {
        goesOn = worker.execute(order);
      }
    }
  }

  /**
   * @return whether another run may come
   */
  private boolean execute(Begin order) {
    try (Interruption interruption = Interruption.listen()) {
      Optional<String> problem = execute(order, new Asked(interruption));
      if (interruption.requested()) {
        return false; // the JVM is ending already
      }
      say(new Ended(problem));
      return true;
    } catch (RuntimeException | Error e) {
      int status = Failure.report(e);
      out.flush();
      Runtime.getRuntime().halt(status); // nobody knows what it has left
      return false;
    }
  }

  private Optional<String> execute(Begin order, Asked asked) {
    try {
      Path folder = Path.of(order.folder());
      if (Runs.isRun(folder)) {
        goOn(folder, asked);
      } else {
        Experiment experiment = experiments.readRecorded(Path.of(order.experiment()), "");
        ExperimentRun.at(
                folder, experiment, order.values(), settings, console(), observers(experiment))
            .start(asked);
      }
      return Optional.empty();
    } catch (UserError e) {
      out.println(e.getMessage());
      return Optional.of(e.getMessage());
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private void goOn(Path folder, Asked asked) {
    try (Resumption resumption = Resumption.of(folder, "", experiments, out::println)) {
      if (resumption.isTrained()) {
        RunResults.write(resumption.folder());
      } else {
        new ExperimentRun(resumption, settings, console(), observers(resumption.experiment()))
            .start(asked);
      }
    }
  }

  private StreamConsole console() {
    return new StreamConsole(out, false);
  }

  private TrainingObserver[] observers(Experiment experiment) {
    return new TrainingObserver[] {
      new SignsOfLife(experiment.epochs()),
      new TrainingConsole(out, false, experiment.epochs(), experiment.batchSize())
    };
  }

  private void say(Message message) {
    out.println(message.line());
  }

  /** Tells the sweep now and then that the run goes on. */
  private final class SignsOfLife implements TrainingObserver {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final int epochs;
    private int planned;
    private long last = System.nanoTime() - PAUSE;

    SignsOfLife(int epochs) {
      this.epochs = epochs;
    }

    private void alive(TrainingState state) {
      long now = System.nanoTime();
      if (now - last >= PAUSE) {
        last = now;
        say(new Alive(state.iteration(), planned));
      }
    }

    @Override
    public void epochStarted(TrainingState state, int steps) {
      planned = epochs * steps;
      alive(state);
    }

    @Override
    public void stepDone(TrainingState state, double loss) {
      alive(state);
    }

    @Override
    public void validationBatchDone(TrainingState state) {
      alive(state);
    }
  }
}
