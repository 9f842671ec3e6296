package org.visualizingweights.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Progress;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.data.Split;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.host.Threads;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.ResNet18;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.report.Charts;
import org.visualizingweights.report.Report;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.ui.LiveView;
import org.visualizingweights.view.MergedRun;

/** One execution of an experiment: from its data to its charts. */
public final class ExperimentRun {
  private final Beginning beginning;
  private final Experiment experiment;
  private final Settings settings;
  private final Progress progress;
  private final RunConsole console;
  private final TrainingObserver observer;

  /**
   * A new run.
   *
   * @param overrides keys that the command line set, as they were written there
   * @param progress is told what the run uses and where its files are
   * @param observer is told how training goes
   */
  public ExperimentRun(
      Experiment experiment,
      Map<String, String> overrides,
      Settings settings,
      Progress progress,
      TrainingObserver observer) {
    this(new NewRun(experiment, overrides), settings, progress, observer);
  }

  /** A run that goes on. */
  public ExperimentRun(
      Resumption resumption, Settings settings, Progress progress, TrainingObserver observer) {
    this((Beginning) resumption, settings, progress, observer);
  }

  private ExperimentRun(
      Beginning beginning, Settings settings, Progress progress, TrainingObserver observer) {
    this.beginning = beginning;
    this.experiment = beginning.experiment();
    this.settings = settings;
    this.progress = progress;
    this.console = new RunConsole(progress);
    this.observer = observer;
  }

  /** The experiments of the working directory. */
  public static Experiments experiments(ConfigFolder config) {
    return new Experiments(
        Path.of("experiments"), config, head -> ResNet18.vertexNames(new StockKit(), head));
  }

  /**
   * Runs the experiment, from its beginning or from the checkpoint.
   *
   * @param stop is asked between two steps; what there is by then is finished
   * @return {@link Status#FINISHED} or {@link Status#INTERRUPTED}
   * @throws UserError if something that it needs cannot be had
   */
  public Status start(Stop stop) {
    console.begins(experiment);
    Threads.use(settings.threads());
    ImageSet images = beginning.images(new DataSets(settings.data(), progress));
    Split split =
        Split.of(images.size(), experiment.limit(), experiment.split(), experiment.seed());
    BatchSettings batches =
        new BatchSettings(
            experiment.imageSize(),
            experiment.batchSize(),
            experiment.augment(),
            experiment.seed(),
            1);
    try (LiveView view = LiveView.open(settings.ui(), settings.runs(), progress::say);
        Batches training = Batches.training(images, split.training(), batches);
        Batches validation = Batches.validation(images, split.validation(), batches)) {
      console.uses(experiment, images.provenance(), split, training);
      Compute compute = Compute.choose(progress);
      ComputationGraph network = network(compute, images.classes().size());
      Provenance weights = startingWeights(network);
      int steps = experiment.epochs() * training.perEpoch();
      Manifest manifest = beginning.manifest(network, compute, images.provenance(), weights, steps);
      return record(network, manifest, training, validation, view, stop);
    }
  }

  private Status record(
      ComputationGraph network,
      Manifest manifest,
      Batches training,
      Batches validation,
      LiveView view,
      Stop stop) {
    RunFolder folder = beginning.folder(settings.runs(), manifest);
    stop.finishFirst(() -> console.kept(folder));
    writeExperiment(folder);
    RunLog log = new RunLog(folder, manifest, beginning.state());
    console.writesTo(folder);
    beginning.announce(console);
    view.announce(folder.path());
    Status status;
    try {
      status = train(network, training, validation, folder, log, stop);
    } catch (RuntimeException | Error e) {
      log.end(Status.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
    log.end(status, "it was asked to stop");
    writeResults(folder);
    console.ends(status, folder, log.nonFiniteLosses());
    return status;
  }

  private Status train(
      ComputationGraph network,
      Batches training,
      Batches validation,
      RunFolder folder,
      RunLog log,
      Stop stop) {
    String session = beginning.session(folder);
    int steps = experiment.epochs() * training.perEpoch();
    try (RunStorage storage = RunStorage.open(folder.storageFile(), session);
        Checkpoints checkpoints =
            new Checkpoints(
                network, folder.checkpoints(), experiment.checkpoints(), storage::sync)) {
      Listeners.attach(network, experiment, storage, session, steps);
      // The checkpoints last: all that came before one is to be stored already.
      List<TrainingObserver> observers = List.of(log, observer, checkpoints);
      Trainer trainer = new Trainer(network, training, validation, observers, stop::requested);
      // Only now, as some listeners compare with the weights that the run began with.
      beginning.restore(storage, checkpoints, trainer);
      while (trainer.state().epoch() < experiment.epochs()) {
        if (trainer.epoch().isEmpty()) {
          return Status.INTERRUPTED;
        }
      }
      checkpoints.keepLast();
      return Status.FINISHED;
    }
  }

  /** Makes what is made of a run that is over, in whole or before its time. */
  private static void writeResults(RunFolder folder) {
    MergedRun run = new MergedRun(folder);
    Charts.write(folder, run.columns());
    Report.write(run);
  }

  /** Gives the network the weights that it starts from, and says which they are. */
  private Provenance startingWeights(ComputationGraph network) {
    if (!experiment.pretrained()) {
      String origin = "drawn from seed " + experiment.seed();
      Provenance random = new Provenance("random", origin, Map.of());
      console.startsFrom(random, Optional.empty());
      return random;
    }
    PretrainedWeights known = new PretrainedWeights(settings.data(), settings.weights(), progress);
    Weights weights = beginning.weights(known);
    console.startsFrom(weights.provenance(), weights.putInto(network));
    return weights.provenance();
  }

  private ComputationGraph network(Compute compute, int classes) {
    return Trainer.network(
        ResNet18.builder(compute.kit())
            .head(experiment.head())
            .classes(classes)
            .imageSize(experiment.imageSize())
            .seed(experiment.seed()),
        experiment.freeze(),
        experiment.lr(),
        experiment.optimizer());
  }

  private void writeExperiment(RunFolder folder) {
    try {
      byte[] yaml = experiment.toYaml().getBytes(StandardCharsets.UTF_8);
      WholeFile.write(folder.experimentFile(), out -> out.write(yaml));
    } catch (IOException e) {
      throw UserError.unavailable(
          "Cannot write %s (%s). Is the disk full?".formatted(folder.experimentFile(), e), e);
    }
  }
}
