package org.visualizingweights.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.execution.Resumption;
import org.visualizingweights.execution.Stop;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Runs;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Executes the runs of a sweep in this process, one after the other. */
final class RunExecutor {
  private final Settings settings;
  private final Experiments experiments;
  private final PrintStream out;

  /** Is told now and then that a run goes on. */
  interface SignOfLife {
    void alive(int steps, int planned);
  }

  /**
   * @param out takes what runs say
   */
  RunExecutor(PrintStream out) {
    ConfigFolder config = ConfigFolder.find(System.getProperties());
    this.settings = Settings.read(config, System.getProperties());
    this.experiments = ExperimentRun.experiments(config).with(settings);
    this.out = out;
  }

  /** Where runs of this process may be. */
  Path runs() {
    return settings.runs();
  }

  /**
   * Executes a run, or what is missing of it.
   *
   * @param file its experiment, with every key
   * @param values that its manifest is to name
   * @param notes on how it is executed, for its manifest
   * @throws org.visualizingweights.UserError where it cannot be done
   */
  void execute(
      Path file,
      Path folder,
      Map<String, String> values,
      List<String> notes,
      Stop stop,
      SignOfLife sign) {
    try {
      if (Runs.isRun(folder)) {
        goOn(folder, stop, sign);
      } else {
        Experiment experiment = experiments.readRecorded(file, "");
        ExperimentRun.at(
                folder, experiment, values, notes, settings, console(), observers(experiment, sign))
            .start(stop);
      }
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private void goOn(Path folder, Stop stop, SignOfLife sign) {
    try (Resumption resumption = Resumption.of(folder, "", experiments, out::println)) {
      if (resumption.isTrained()) {
        RunResults.write(resumption.folder());
      } else {
        new ExperimentRun(resumption, settings, console(), observers(resumption.experiment(), sign))
            .start(stop);
      }
    }
  }

  private StreamConsole console() {
    return new StreamConsole(out, false);
  }

  private TrainingObserver[] observers(Experiment experiment, SignOfLife sign) {
    return new TrainingObserver[] {
      new SignsOfLife(experiment.epochs(), sign),
      new TrainingConsole(out, false, experiment.epochs(), experiment.batchSize())
    };
  }

  /** Gives a sign now and then. */
  private static final class SignsOfLife implements TrainingObserver {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final int epochs;
    private final SignOfLife sign;
    private int planned;
    private long last = System.nanoTime() - PAUSE;

    SignsOfLife(int epochs, SignOfLife sign) {
      this.epochs = epochs;
      this.sign = sign;
    }

    private void alive(TrainingState state) {
      long now = System.nanoTime();
      if (now - last >= PAUSE) {
        last = now;
        sign.alive(state.iteration(), planned);
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
