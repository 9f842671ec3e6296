package org.visualizingweights.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.run.Subject;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;
import org.visualizingweights.ui.LiveView;
import org.visualizingweights.view.MergedRun;

/** One execution of an experiment: from its data to its charts. */
public final class ExperimentRun {
  private final Experiment experiment;
  private final Map<String, String> overrides;
  private final Settings settings;
  private final Progress progress;
  private final RunConsole console;
  private final TrainingObserver observer;
  private final Optional<Resumption> resumption;

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
    this(experiment, overrides, settings, progress, observer, Optional.empty());
  }

  /** A run that goes on. */
  public ExperimentRun(
      Resumption resumption, Settings settings, Progress progress, TrainingObserver observer) {
    this(
        resumption.experiment(),
        resumption.overrides(),
        settings,
        progress,
        observer,
        Optional.of(resumption));
  }

  private ExperimentRun(
      Experiment experiment,
      Map<String, String> overrides,
      Settings settings,
      Progress progress,
      TrainingObserver observer,
      Optional<Resumption> resumption) {
    this.experiment = experiment;
    this.overrides = overrides;
    this.settings = settings;
    this.progress = progress;
    this.console = new RunConsole(progress);
    this.observer = observer;
    this.resumption = resumption;
  }

  /** The experiments of the working directory. */
  public static Experiments experiments(ConfigFolder config) {
    return new Experiments(
        Path.of("experiments"), config, head -> ResNet18.vertexNames(new StockKit(), head));
  }

  /**
   * Runs the experiment, from its beginning or from the checkpoint.
   *
   * @param stopRequested is asked between two steps; what there is by then is finished
   * @return {@link Status#FINISHED} or {@link Status#INTERRUPTED}
   * @throws UserError if something that it needs cannot be had
   */
  public Status start(BooleanSupplier stopRequested) {
    console.begins(experiment);
    Threads.use(settings.threads());
    ImageSet images = images();
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
      Manifest manifest =
          resumption
              .map(r -> r.manifest(network, images.provenance(), weights, subject(), steps))
              .orElseGet(() -> manifest(compute, steps).using(images.provenance(), weights));
      return record(network, manifest, training, validation, view, stopRequested);
    }
  }

  private Status record(
      ComputationGraph network,
      Manifest manifest,
      Batches training,
      Batches validation,
      LiveView view,
      BooleanSupplier stopRequested) {
    RunFolder folder =
        resumption
            .map(Resumption::folder)
            .orElseGet(
                () -> RunFolder.create(settings.runs(), experiment.name(), manifest.started()));
    writeExperiment(folder);
    TrainingState begins = resumption.map(r -> r.checkpoint().state()).orElse(TrainingState.START);
    RunLog log = new RunLog(folder, manifest, begins);
    console.writesTo(folder);
    resumption.ifPresent(r -> console.goesOn(begins, r.before().machine()));
    view.announce(folder.path());
    Status status;
    try {
      status = train(network, training, validation, folder, log, stopRequested);
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
      BooleanSupplier stopRequested) {
    String session = session(folder);
    int steps = experiment.epochs() * training.perEpoch();
    try (RunStorage storage = RunStorage.open(folder.storageFile(), session);
        Checkpoints checkpoints =
            new Checkpoints(
                network, folder.checkpoints(), experiment.checkpoints(), storage::sync)) {
      Listeners.attach(network, experiment, storage, session, steps);
      // The checkpoints last: all that came before one is to be stored already.
      List<TrainingObserver> observers = List.of(log, observer, checkpoints);
      Trainer trainer = new Trainer(network, training, validation, observers, stopRequested);
      // Only now, as some listeners compare with the weights that the run began with.
      resumption.ifPresent(
          r -> {
            r.cutBack(storage, checkpoints);
            trainer.goOnFrom(r.checkpoint());
          });
      while (trainer.state().epoch() < experiment.epochs()) {
        if (trainer.epoch().isEmpty()) {
          return Status.INTERRUPTED;
        }
      }
      checkpoints.keepLast();
      return Status.FINISHED;
    }
  }

  /** What the run is called in its storage. */
  private String session(RunFolder folder) {
    return resumption
        .map(Resumption::session)
        .orElseGet(() -> experiment.name() + "/" + folder.path().getFileName());
  }

  /** Makes what is made of a run that is over, in whole or before its time. */
  private static void writeResults(RunFolder folder) {
    MergedRun run = new MergedRun(folder);
    Charts.write(folder, run.columns());
    Report.write(run);
  }

  private ImageSet images() {
    DataSets sets = new DataSets(settings.data(), progress);
    return resumption
        .map(r -> r.images(sets))
        .orElseGet(
            () -> sets.open(experiment.dataset(), experiment.imageSize(), experiment.seed()));
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
    Weights weights =
        resumption
            .flatMap(r -> r.weights(known))
            .orElseGet(() -> known.open(experiment.weights(), experiment.weightsFallback()));
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

  private Subject subject() {
    return new Subject(
        experiment.name(),
        experiment.description(),
        experiment.lr().toString(),
        overrides,
        experiment.seed());
  }

  private Manifest manifest(Compute compute, int steps) {
    return Manifest.start(
        subject(),
        org.visualizingweights.run.Progress.planned(steps, experiment.epochs()),
        compute.description(),
        Versions.current(Path.of("")),
        Machine.current(Threads.count()),
        Instant.now());
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
