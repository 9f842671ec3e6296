package org.visualizingweights.execution;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.model.weights.PretrainedWeights;
import org.visualizingweights.model.weights.Weights;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.FlatSettings;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingState;

/** Where a run starts: from an experiment alone, or from what there is of the run already. */
sealed interface StartingPoint extends AutoCloseable permits NewRun, Resumption {

  Experiment experiment();

  /** Keys that the command line set, as they were written there. */
  Map<String, String> overrides();

  /**
   * Opens the images of the run.
   *
   * @throws UserError if they cannot be had
   */
  ImageSet images(DataSets sets);

  /**
   * Opens the weights of a run that is pretrained.
   *
   * @throws UserError if they cannot be had
   */
  Weights weights(PretrainedWeights pretrained);

  /**
   * The run's manifest, from now on.
   *
   * @param data that is really used
   * @param steps planned, of the whole run
   * @throws UserError if the run cannot be done with these
   */
  Manifest manifest(RunNetwork network, Provenance data, int steps);

  /** The run's folder, which is made if there is none yet. */
  RunFolder folder(Path runs, Manifest manifest);

  /**
   * The right to write to the folder.
   *
   * @param say is told where that cannot be had for certain
   */
  RunLock lock(RunFolder folder, Consumer<String> say);

  /** Whether there is nothing yet of the run but what is made from here. */
  boolean isNew();

  /** What the run is called in its storage. */
  String session(RunFolder folder);

  /** Where training stands. */
  TrainingState state();

  /**
   * Says where the run goes on, if it does.
   *
   * @param now the run's manifest, from now on
   */
  void announce(RunConsole console, Manifest now);

  /** Makes a run that goes on what it was where it goes on. */
  void restore(RunStorage storage, Checkpoints checkpoints, Trainer trainer);

  @Override
  void close();

  /** Every key of the experiment and its value, as text. */
  default Map<String, String> settings() {
    return FlatSettings.parse(experiment().toYaml());
  }

  /** What the run is about. */
  default ExperimentSummary summary() {
    Experiment experiment = experiment();
    return new ExperimentSummary(
        experiment.name(),
        experiment.description(),
        experiment.lr().toString(),
        overrides(),
        experiment.seed());
  }
}
