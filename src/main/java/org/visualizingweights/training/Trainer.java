package org.visualizingweights.training;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.data.Batch;
import org.visualizingweights.data.Batches;
import org.visualizingweights.model.LayerGroup;
import org.visualizingweights.model.ResNet18;
import org.visualizingweights.run.EpochMetrics;

/** Trains a network epoch by epoch, and validates it after each. */
public final class Trainer {
  private final ComputationGraph network;
  private final Batches training;
  private final Batches validation;
  private final TrainingObserver observer;
  private final BooleanSupplier stopRequested;

  /**
   * @param network from {@link #network}
   * @param stopRequested is asked between two steps
   */
  public Trainer(
      ComputationGraph network,
      Batches training,
      Batches validation,
      TrainingObserver observer,
      BooleanSupplier stopRequested) {
    this.network = network;
    this.training = training;
    this.validation = validation;
    this.observer = observer;
    this.stopRequested = stopRequested;
  }

  /** A fresh network that is updated as the settings say. */
  public static ComputationGraph network(
      ResNet18.Builder model, Freeze freeze, LearningRates rates, OptimizerSettings optimizer) {
    model.frozen(freeze.groups()).bodyFixed(freeze.isWholeBody());
    for (LayerGroup group : LayerGroup.values()) {
      model.updater(group, GraphUpdater.configuration(optimizer, rates.of(group)));
    }
    ComputationGraph network = model.build().init();
    GraphUpdater.install(network, optimizer.weightDecay());
    return network;
  }

  /**
   * Trains for one epoch and validates.
   *
   * @param epoch from 0
   * @return what the epoch came to; empty if it was stopped before its end
   */
  public Optional<EpochMetrics> epoch(int epoch) {
    long start = System.nanoTime();
    network.getConfiguration().setEpochCount(epoch);
    network.getListeners().forEach(listener -> listener.onEpochStart(network));
    Optional<SmoothedLoss> trainLoss = train(epoch);
    network.getListeners().forEach(listener -> listener.onEpochEnd(network));
    return trainLoss.map(
        loss -> {
          Validation valid = validate();
          double seconds = (System.nanoTime() - start) / 1e9;
          EpochMetrics metrics =
              new EpochMetrics(epoch + 1, loss.value(), valid.loss(), valid.errorRate(), seconds);
          observer.epochDone(metrics);
          return metrics;
        });
  }

  private Optional<SmoothedLoss> train(int epoch) {
    SmoothedLoss smoothed = new SmoothedLoss();
    observer.epochStarted(epoch, training.perEpoch());
    Iterator<Batch> batches = training.epoch(epoch);
    for (int step = 0; batches.hasNext(); step++) {
      if (stopRequested.getAsBoolean()) {
        observer.stopped();
        return Optional.empty();
      }
      Batch batch = batches.next();
      // Deeplearning4j frees the labels after the step, and the batch's are used again.
      network.fit(new INDArray[] {batch.images()}, new INDArray[] {batch.labels().dup()});
      double loss = network.score();
      smoothed.add(loss);
      observer.stepDone(step, loss);
    }
    return Optional.of(smoothed);
  }

  private Validation validate() {
    observer.validationStarted(validation.perEpoch());
    return Validation.of(network, validation.epoch(0), observer::validationBatchDone);
  }
}
