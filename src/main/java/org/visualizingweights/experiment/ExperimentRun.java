package org.visualizingweights.experiment;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.data.Progress;
import org.visualizingweights.data.Split;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.ResNet18;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.TrainingObserver;

/** One execution of an experiment: from its data to its charts. */
public final class ExperimentRun {
  private static final String VERSION = "1.0.0-SNAPSHOT";

  private final Experiment experiment;
  private final Map<String, String> overrides;
  private final Settings settings;
  private final Progress console;
  private final TrainingObserver observer;
  private final LayerKit kit = new StockKit();

  /**
   * @param overrides keys that the command line set, as they were written there
   * @param console is told what the run uses and where its files are
   * @param observer is told how training goes
   */
  public ExperimentRun(
      Experiment experiment,
      Map<String, String> overrides,
      Settings settings,
      Progress console,
      TrainingObserver observer) {
    this.experiment = experiment;
    this.overrides = overrides;
    this.settings = settings;
    this.console = console;
    this.observer = observer;
  }

  /** The experiments of the working directory. */
  public static Experiments experiments(ConfigFolder config) {
    return new Experiments(
        Path.of("experiments"), config, head -> ResNet18.vertexNames(new StockKit(), head));
  }

  /**
   * Runs the experiment.
   *
   * @param stopRequested is asked between two steps; what there is by then is finished
   * @return {@link Status#FINISHED} or {@link Status#INTERRUPTED}
   * @throws UserError if something that it needs cannot be had
   */
  public Status start(BooleanSupplier stopRequested) {
    if (experiment.pretrained()) {
      throw UserError.badInput(
          experiment.name() + " starts from pretrained weights, which cannot be read yet");
    }
    console.say(experiment.name() + ": " + experiment.description());
    ImageSet images =
        new DataSets(settings.data(), console)
            .open(
                experiment.dataset(),
                experiment.datasetFallback(),
                experiment.imageSize(),
                experiment.seed());
    Split split =
        Split.of(images.size(), experiment.limit(), experiment.split(), experiment.seed());
    BatchSettings batches =
        new BatchSettings(
            experiment.imageSize(),
            experiment.batchSize(),
            experiment.augment(),
            experiment.seed(),
            1);
    try (Batches training = Batches.training(images, split.training(), batches);
        Batches validation = Batches.validation(images, split.validation(), batches)) {
      return train(images, training, validation, stopRequested);
    }
  }

  private Status train(
      ImageSet images, Batches training, Batches validation, BooleanSupplier stopRequested) {
    ComputationGraph network =
        Trainer.network(
            ResNet18.builder(kit)
                .head(experiment.head())
                .classes(images.classes().size())
                .imageSize(experiment.imageSize())
                .seed(experiment.seed()),
            experiment.freeze(),
            experiment.lr(),
            experiment.optimizer());
    Trainer trainer = new Trainer(network, training, validation, observer, stopRequested);
    for (int epoch = 0; epoch < experiment.epochs(); epoch++) {
      if (trainer.epoch(epoch).isEmpty()) {
        return Status.INTERRUPTED;
      }
    }
    return Status.FINISHED;
  }
}
