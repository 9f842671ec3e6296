package org.visualizingweights.execution;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.host.Threads;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.Resumed;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.run.Subject;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.storage.StorageReader;
import org.visualizingweights.training.Checkpoint;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingState;

/**
 * A run that has ended before its time, or is to have more epochs, and the checkpoint from which it
 * goes on.
 *
 * @param overrides keys that the command line sets, of those that may change: {@code epochs}, and
 *     {@code dataset} where that is a folder, which may have moved
 */
public record Resumption(
    RunFolder folder,
    Manifest before,
    Experiment experiment,
    Map<String, String> overrides,
    Checkpoint checkpoint)
    implements Beginning {
  private static final String EPOCHS = "epochs";
  private static final String DATASET = "dataset";

  /**
   * Finds out whether a run can go on, and from where.
   *
   * @param run its folder
   * @param set {@code key=value,key=value}; may be empty
   * @param say is told of each checkpoint that is damaged
   * @throws UserError if it cannot
   */
  public static Resumption of(Path run, String set, Experiments experiments, Consumer<String> say) {
    RunFolder folder = RunFolder.open(run);
    Manifest manifest = folder.manifest();
    if (manifest.status() == Status.RUNNING) {
      throw UserError.badInput(
          "%s is still running, in process %d; stop that first"
              .formatted(run, manifest.owner().pid()));
    }
    Experiment experiment = experiments.readRecorded(folder.experimentFile(), set);
    Map<String, String> overrides = Experiments.overrides(set);
    Set<String> fixed = new TreeSet<>(overrides.keySet());
    fixed.remove(EPOCHS);
    if (manifest.data().filter(Provenance::isFolder).isPresent()) {
      fixed.remove(DATASET);
    }
    if (!fixed.isEmpty()) {
      throw UserError.badInput(
          "A run that is resumed can be given more epochs; %s cannot be changed any more"
              .formatted(String.join(", ", fixed)));
    }
    Checkpoint checkpoint =
        Checkpoints.newest(folder.checkpoints(), say)
            .orElseThrow(
                () ->
                    UserError.unavailable(
                        run + " cannot be resumed: it has no checkpoint that could be used"));
    int done = checkpoint.state().epoch();
    if (done > experiment.epochs()
        || done == experiment.epochs() && manifest.status() == Status.FINISHED) {
      throw UserError.badInput(
          "%s has done %d epochs, and there is nothing left to do; for more, -Dset=epochs=%d"
              .formatted(run, done, done + 1));
    }
    return new Resumption(folder, manifest, experiment, overrides, checkpoint);
  }

  @Override
  public Manifest manifest(
      ComputationGraph network, Compute compute, Provenance data, Provenance weights, int steps) {
    checkThatItIs(before.data(), data, "data");
    checkThatItIs(before.weights(), weights, "weights");
    if (!checkpoint.fits(network)) {
      throw UserError.unavailable(
          ("%s cannot be resumed: its checkpoint is of another network or optimiser than its"
                  + " experiment.yaml's, or of other layers (it ran on %s)")
              .formatted(folder.path(), before.backend()));
    }
    Map<String, String> all = new TreeMap<>(before.experiment().overrides());
    all.putAll(overrides);
    Subject now = subject();
    Manifest resumed =
        before.resumed(
            new Subject(now.name(), now.description(), now.learningRate(), all, now.seed()),
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
                Machine.current(Threads.count())));
    return data.isFolder() ? resumed.using(data, before.weights().orElse(weights)) : resumed;
  }

  private void checkThatItIs(Optional<Provenance> expected, Provenance found, String what) {
    expected
        .flatMap(then -> difference(then, found, what))
        .ifPresent(
            difference -> {
              throw UserError.unavailable(
                  "%s cannot be resumed: its %s".formatted(folder.path(), difference));
            });
  }

  private static Optional<String> difference(Provenance then, Provenance now, String what) {
    if (then.isFolder() && now.isFolder()) {
      List<String> changes = then.changes(now);
      return changes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "images have changed: in %s, %s".formatted(now.origin(), String.join(", ", changes)));
    }
    return then.name().equals(now.name()) && identity(then).equals(identity(now))
        ? Optional.empty()
        : Optional.of(
            "%s were %s (%s), and now they are %s (%s)"
                .formatted(what, then.name(), identity(then), now.name(), identity(now)));
  }

  /** Files may have moved. */
  private static String identity(Provenance provenance) {
    return provenance.sha256().isEmpty()
        ? provenance.origin()
        : "SHA-256 " + new TreeMap<>(provenance.sha256());
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
        .filter(then -> !overrides.containsKey(DATASET))
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

  /** As it was when the run began: its folder may have been renamed. */
  @Override
  public String session(RunFolder itself) {
    try (StorageReader storage = StorageReader.open(folder.storageFile())) {
      return storage.run();
    }
  }

  @Override
  public TrainingState state() {
    return checkpoint.state();
  }

  @Override
  public void announce(RunConsole console) {
    console.goesOn(state(), before.machine());
    before
        .data()
        .filter(then -> then.isFolder() && then.sha256().isEmpty())
        .ifPresent(then -> console.trusts("its images"));
  }

  /** Removes from the run all that came after the checkpoint, as it is to be run again. */
  @Override
  public void restore(RunStorage storage, Checkpoints checkpoints, Trainer trainer) {
    folder.cutBackMetrics(state().epoch());
    storage.cutBack(state().iteration());
    checkpoints.cutBack(state().iteration());
    trainer.goOnFrom(checkpoint);
  }
}
