package org.visualizingweights.execution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Split;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.host.Threads;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;
import org.visualizingweights.report.Charts;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Status;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.ui.LiveView;

/** One execution of an experiment: from its data to its charts. */
public final class ExperimentRun {
  private final StartingPoint from;
  private final Experiment experiment;
  private final Settings settings;
  private final Console console;
  private final RunConsole runConsole;
  private final List<TrainingObserver> observers;

  /**
   * A new run.
   *
   * @param overrides keys that the command line set, as they were written there
   * @param console is told what the run uses and where its files are
   * @param observers are told how training goes, in this order
   */
  public ExperimentRun(
      Experiment experiment,
      Map<String, String> overrides,
      Settings settings,
      Console console,
      TrainingObserver... observers) {
    this(
        new NewRun(experiment, overrides, Optional.empty(), List.of()),
        settings,
        console,
        observers);
  }

  /**
   * A new run in a folder of this path, which is made.
   *
   * @param overrides keys that differ from those of the experiment's file, and their values
   * @param notes on how it is executed, which its manifest is to have
   */
  public static ExperimentRun at(
      Path folder,
      Experiment experiment,
      Map<String, String> overrides,
      List<String> notes,
      Settings settings,
      Console console,
      TrainingObserver... observers) {
    return new ExperimentRun(
        new NewRun(experiment, overrides, Optional.of(folder), notes),
        settings,
        console,
        observers);
  }

  /** A run that goes on. */
  public ExperimentRun(
      Resumption resumption, Settings settings, Console console, TrainingObserver... observers) {
    this((StartingPoint) resumption, settings, console, observers);
  }

  private ExperimentRun(
      StartingPoint from, Settings settings, Console console, TrainingObserver... observers) {
    this.from = from;
    this.experiment = from.experiment();
    this.settings = settings;
    this.console = console;
    this.runConsole = new RunConsole(console);
    this.observers = List.of(observers);
  }

  /** The experiments of the working directory. */
  public static Experiments experiments(ConfigFolder config) {
    return new Experiments(Path.of("experiments"), config, ExperimentRun::vertices);
  }

  private static Set<String> vertices(Network network, Head head) {
    return new LinkedHashSet<>(network.capturable(head));
  }

  /**
   * Runs the experiment, from its beginning or from the checkpoint.
   *
   * @param stop is asked between two steps; what there is by then is finished
   * @return {@link Status#FINISHED}, {@link Status#STOPPED} or {@link Status#INTERRUPTED}
   * @throws UserError if something that it needs cannot be had
   */
  public Status start(Stop stop) {
    try (from) {
      runConsole.begins(experiment);
      Charts.obstacle().ifPresent(console::say);
      Preparation preparation = new Preparation(from, settings, runConsole);
      preparation.check(); // before anything is loaded
      Threads.use(settings.threads().orElseGet(Threads::byDefault));
      return start(from.images(new DataSets(settings.data(), console)), preparation, stop);
    }
  }

  private Status start(ImageSet images, Preparation preparation, Stop stop) {
    Split split =
        Split.of(images.size(), experiment.limit(), experiment.split(), experiment.seed());
    BatchSettings batches =
        new BatchSettings(
            experiment.imageSize(),
            experiment.batchSize(),
            experiment.augment(),
            experiment.seed(),
            1);
    try (LiveView view = LiveView.open(settings.ui(), settings.runs(), console::say);
        Batches training = Batches.training(images, split.training(), batches);
        Batches validation = Batches.validation(images, split.validation(), batches)) {
      int steps = steps(experiment, training.perEpoch()); // before anything else is loaded
      runConsole.uses(experiment, images.provenance(), split, training);
      int classes = images.classes().size();
      RunNetwork network = preparation.network(classes);
      Manifest manifest = from.manifest(network, images.provenance().withClasses(classes), steps);
      return record(network, manifest, training, validation, view, stop);
    }
  }

  /**
   * The steps of all epochs. How many an epoch has is known with its images only.
   *
   * @throws UserError where they are more than can be counted: a mistake of the file
   */
  static int steps(Experiment experiment, int perEpoch) {
    int most = Integer.MAX_VALUE / perEpoch;
    if (experiment.epochs() > most) {
      throw UserError.badInput(
          ("%s: epochs: found %s, of %s each, allowed is at most %s, as a run can have %s; or a"
                  + " larger batch-size, or a smaller limit")
              .formatted(
                  experiment.name(),
                  experiment.epochs(),
                  Count.of(perEpoch, "step"),
                  most,
                  Count.of(Integer.MAX_VALUE, "step")));
    }
    return experiment.epochs() * perEpoch;
  }

  private Status record(
      RunNetwork network,
      Manifest manifest,
      Batches training,
      Batches validation,
      LiveView view,
      Stop stop) {
    RunFolder folder = from.folder(settings.runs(), manifest);
    try (RunLock lock = from.lock(folder, console::say)) {
      stop.finishFirst(() -> runConsole.kept(folder));
      runConsole.writesTo(folder);
      from.announce(runConsole, manifest);
      view.announce(folder.path());
      TrainingLog log = new TrainingLog(folder, lock, manifest, from.state(), from.isNew());
      EarlyEnd early =
          new EarlyEnd(stop, experiment.stopWhen(), manifest.classes().orElse(1), console);
      Status status;
      try {
        status = train(network, training, validation, folder, lock, log, early);
      } catch (RuntimeException | Error e) {
        log.fail(e);
        throw e;
      }
      log.end(status, early.hopeless());
      RunResults.write(folder);
      runConsole.ends(status, folder, log.nonFiniteLosses());
      return status;
    }
  }

  private Status train(
      RunNetwork network,
      Batches training,
      Batches validation,
      RunFolder folder,
      RunLock lock,
      TrainingLog log,
      EarlyEnd early) {
    String session = from.session(folder);
    try (RunStorage storage = RunStorage.open(folder.storageFile(), session, lock.isLocked());
        Checkpoints checkpoints =
            new Checkpoints(
                network.trained(), folder.checkpoints(), experiment.checkpoints(), storage::sync)) {
      Listeners.attach(
          network.trained().graph(),
          experiment,
          network.architecture().firstConvolution(),
          storage,
          session,
          steps(experiment, training.perEpoch()));
      // The checkpoints last: all that came before one is to be stored already.
      List<TrainingObserver> all = new ArrayList<>(List.of(log, early));
      all.addAll(observers);
      all.add(checkpoints);
      Trainer trainer = new Trainer(network.trained(), training, validation, all, early::isDue);
      // Only now, as some listeners compare with the weights that the run began with.
      from.restore(storage, checkpoints, trainer);
      folder.writeExperiment(experiment.toYaml());
      log.begin();
      while (trainer.state().epoch() < experiment.epochs()) {
        if (trainer.epoch().isEmpty()) {
          return early.status();
        }
      }
      checkpoints.keepLast();
      return Status.FINISHED;
    }
  }
}
