package org.visualizingweights.execution;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.host.Threads;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.FlatSettings;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.Resumed;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.storage.StorageReader;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingState;

/**
 * A run that has ended before its time, or is to have more epochs, and the checkpoint from which it
 * goes on. Until it does, nothing in its folder is changed.
 *
 * @param lock the right to write to its folder
 * @param overrides keys that the command line sets, of those that may change: {@code epochs}, and
 *     {@code dataset} where that is a folder, which may have moved
 * @param checkpoint none was made: it begins again
 */
public record Resumption(
    RunFolder folder,
    RunLock lock,
    Manifest before,
    Experiment experiment,
    Map<String, String> overrides,
    Optional<Checkpoint> checkpoint)
    implements StartingPoint {
  /**
   * Takes the right to write to a run's folder, and finds out whether the run can go on, and from
   * where.
   *
   * @param run its folder, or that of its experiment
   * @param set {@code key=value,key=value}; may be empty
   * @param say is told of each checkpoint that is damaged
   * @throws UserError if it cannot
   */
  public static Resumption of(Path run, String set, Experiments experiments, Consumer<String> say) {
    RunFolder folder = Runs.resolve(run);
    ResumeCheck.experiment(folder.path(), folder.manifest());
    RunLock lock = RunLock.acquire(folder.path(), say);
    try {
      return of(folder, lock, set, experiments, say);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static Resumption of(
      RunFolder folder, RunLock lock, String set, Experiments experiments, Consumer<String> say) {
    Manifest before = folder.manifest();
    Experiment experiment = experiments.readRecorded(folder.experimentFile(), set);
    Map<String, String> overrides = Experiments.overrides(set);
    ResumeCheck check = new ResumeCheck(folder.path(), before);
    check.overrides(overrides.keySet());
    check.settings(FlatSettings.parse(experiment.toYaml()));
    boolean trained = isTrained(before, experiment);
    Optional<Checkpoint> checkpoint = trained ? Optional.empty() : checkpoint(folder, before, say);
    int done = trained ? experiment.epochs() : checkpoint.map(c -> c.state().epoch()).orElse(0);
    boolean isBeyond =
        done > experiment.epochs()
            || done == experiment.epochs()
                && checkpoint.filter(c -> c.state().step() > 0).isPresent();
    if (trained && folder.hasResults() || isBeyond) {
      throw UserError.badInput(
          "%s has done %s%s, and there is nothing left to do; for more, -Dset=epochs=%s"
              .formatted(
                  folder.path(),
                  Count.of(done, "epoch"),
                  isBeyond && !trained ? " or more" : "",
                  done + 1));
    }
    Resumption resumption = new Resumption(folder, lock, before, experiment, overrides, checkpoint);
    checkpoint.ifPresent(c -> resumption.session(folder)); // before anything is loaded
    return resumption;
  }

  /** Whether all steps are done, and only charts and report are to be made. */
  public boolean isTrained() {
    return isTrained(before, experiment);
  }

  private static boolean isTrained(Manifest before, Experiment experiment) {
    return before.status() == Status.FINISHED && before.progress().epochs() == experiment.epochs();
  }

  /** The newest that is whole; none where none was made, and the run is to begin again. */
  private static Optional<Checkpoint> checkpoint(
      RunFolder folder, Manifest before, Consumer<String> say) {
    List<String> damaged = new ArrayList<>();
    Optional<Checkpoint> newest = Checkpoints.newest(folder.checkpoints(), damaged::add);
    damaged.forEach(say);
    if (newest.isEmpty() && !damaged.isEmpty()) {
      throw UserError.unavailable(
          "%s cannot be resumed: it has no checkpoint that could be used. Put back one that is whole,"
                  .formatted(folder.path())
              + " or run the experiment anew");
    }
    if (newest.isEmpty() && before.status() == Status.FINISHED) {
      throw UserError.badInput(
          "%s has finished and kept no checkpoint (checkpoints.keep: 0), so there is nothing to go on"
                  .formatted(folder.path())
              + " from; run the experiment anew, with more epochs");
    }
    return newest;
  }

  @Override
  public Manifest manifest(RunNetwork network, Provenance data, int steps) {
    ResumeCheck check = new ResumeCheck(folder.path(), before);
    check.data(data);
    check.weights(network.weights());
    if (checkpoint.filter(c -> !network.trained().fits(c)).isPresent()) {
      throw UserError.unavailable(
          ("%s cannot be resumed: its checkpoint is of another network or optimiser than its"
                  + " experiment.yaml's, or one of before that is for other layers (it ran on %s)")
              .formatted(folder.path(), before.backend()));
    }
    Map<String, String> all = new TreeMap<>(before.experiment().overrides());
    all.putAll(overrides);
    ExperimentSummary now = summary();
    Manifest resumed =
        before.resumed(
            new ExperimentSummary(
                now.name(), now.description(), now.learningRate(), all, now.seed()),
            settings(),
            new Progress(
                state().iteration(),
                steps,
                state().epoch(),
                experiment.epochs(),
                state().nonFiniteLosses()),
            new Resumed(
                Instant.now(),
                state().iteration(),
                Versions.current(Path.of("")),
                Machine.current(Threads.count()),
                Optional.of(network.compute().description())));
    return data.isFolder()
        ? resumed.using(data, before.weights().orElse(network.weights()))
        : resumed;
  }

  /**
   * What the manifest says was used: the experiment's own words may stand for something else,
   * unless the command line has just set them.
   */
  @Override
  public ImageSet images(DataSets sets) {
    String dataset = experiment.dataset();
    return before
        .data()
        .filter(then -> !overrides.containsKey(ResumeCheck.DATASET))
        .map(then -> sets.reopen(then, dataset, experiment.imageSize(), experiment.seed()))
        .orElseGet(() -> sets.open(dataset, experiment.imageSize(), experiment.seed()));
  }

  @Override
  public Weights weights(PretrainedWeights pretrained) {
    return before
        .weights()
        .filter(then -> !then.sha256().isEmpty())
        .map(pretrained::reopen)
        .orElseGet(() -> pretrained.open(experiment.weights(), experiment.weightsFallback()));
  }

  @Override
  public RunFolder folder(Path runs, Manifest manifest) {
    return folder;
  }

  @Override
  public RunLock lock(RunFolder itself, Consumer<String> say) {
    return lock;
  }

  @Override
  public boolean isNew() {
    return false;
  }

  /** As it was when the run began: its folder may have been renamed. */
  @Override
  public String session(RunFolder itself) {
    try (StorageReader storage = StorageReader.open(folder.storageFile())) {
      return storage.run();
    } catch (UserError e) {
      if (checkpoint.isPresent()) {
        throw UserError.unavailable(
            "%s cannot be resumed: %s".formatted(folder.path(), e.getMessage()), e);
      }
      return Runs.firstId(before); // it was killed before it had a storage
    }
  }

  @Override
  public TrainingState state() {
    return checkpoint.map(Checkpoint::state).orElse(TrainingState.START);
  }

  @Override
  public void announce(RunConsole console, Manifest now) {
    console.goesOn(state(), stepsRecorded() - state().iteration(), now);
    before
        .data()
        .filter(then -> then.isFolder() && then.sha256().isEmpty())
        .ifPresent(then -> console.trusts("its images"));
  }

  private int stepsRecorded() {
    try (CaptureReader storage = CaptureReader.open(folder.storageFile())) {
      return storage.extent().map(extent -> extent.last() + 1).orElse(0);
    } catch (UserError e) {
      return 0; // there is no storage yet
    }
  }

  /** Removes from the run all that came after the checkpoint, as it is to be run again. */
  @Override
  public void restore(RunStorage storage, Checkpoints checkpoints, Trainer trainer) {
    folder.cutBackMetrics(state().epoch());
    storage.cutBack(state().iteration());
    checkpoints.cutBack(state().iteration());
    checkpoint.ifPresent(trainer::resumeFrom);
  }

  @Override
  public void close() {
    lock.close();
  }
}
