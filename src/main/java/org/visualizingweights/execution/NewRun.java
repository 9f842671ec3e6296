package org.visualizingweights.execution;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.host.Threads;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Note;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingState;

/**
 * A run of which there is nothing yet.
 *
 * @param path of its folder; empty where that is called as its experiment and its start
 * @param notes on how it is executed, each a few words
 */
record NewRun(
    Experiment experiment, Map<String, String> overrides, Optional<Path> path, List<String> notes)
    implements StartingPoint {

  @Override
  public ImageSet images(DataSets sets) {
    return sets.open(experiment.dataset(), experiment.imageSize(), experiment.seed());
  }

  @Override
  public Weights weights(PretrainedWeights pretrained) {
    return pretrained.open(experiment.weights(), experiment.weightsFallback());
  }

  @Override
  public Manifest manifest(RunNetwork network, Provenance data, int steps) {
    Manifest manifest =
        Manifest.start(
                summary(),
                settings(),
                Progress.planned(steps, experiment.epochs()),
                network.compute().description(),
                Versions.current(Path.of("")),
                Machine.current(Threads.count()),
                Instant.now())
            .of(network.architecture())
            .using(data, network.weights());
    for (String note : Stream.concat(notes.stream(), network.notes().stream()).toList()) {
      manifest = manifest.noting(Note.cut(0, note));
    }
    return manifest;
  }

  @Override
  public RunFolder folder(Path runs, Manifest manifest) {
    Map<String, String> files = Map.of(RunFolder.EXPERIMENT, experiment.toYaml());
    return path.map(folder -> RunFolder.createAt(folder, manifest, files))
        .orElseGet(() -> RunFolder.create(runs, manifest, files));
  }

  @Override
  public RunLock lock(RunFolder folder, Consumer<String> say) {
    return RunLock.acquire(folder.path(), say);
  }

  @Override
  public boolean isNew() {
    return true;
  }

  @Override
  public String session(RunFolder folder) {
    return experiment.name() + "/" + folder.path().getFileName();
  }

  @Override
  public TrainingState state() {
    return TrainingState.START;
  }

  @Override
  public void announce(RunConsole console, Manifest now) {}

  @Override
  public void restore(RunStorage storage, Checkpoints checkpoints, Trainer trainer) {}

  @Override
  public void close() {}
}
