package org.visualizingweights.training;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.data.Batch;
import org.visualizingweights.data.Batches;
import org.visualizingweights.model.NetworkBuilder;
import org.visualizingweights.run.EpochMetrics;

/** Trains a network epoch by epoch, and validates it after each. */
public final class Trainer {
  private final TrainedNetwork trained;
  private final ComputationGraph network;
  private final Batches training;
  private final Batches validation;
  private final List<TrainingObserver> observers;
  private final BooleanSupplier stopRequested;
  private TrainingState state = TrainingState.START;

  /**
   * @param observers called in this order
   * @param stopRequested is asked between two steps, and between two batches of a validation
   */
  public Trainer(
      TrainedNetwork trained,
      Batches training,
      Batches validation,
      List<TrainingObserver> observers,
      BooleanSupplier stopRequested) {
    this.trained = trained;
    this.network = trained.graph();
    this.training = training;
    this.validation = validation;
    this.observers = List.copyOf(observers);
    this.stopRequested = stopRequested;
  }

  /** A fresh network of ours that is updated as the settings say. */
  public static ComputationGraph network(
      NetworkBuilder model, Freeze freeze, LearningRates rates, OptimizerSettings optimizer) {
    model.frozen(freeze.parts(model.network().body())).bodyFixed(freeze.isWholeBody());
    for (String part : model.network().parts()) {
      model.updater(part, GraphUpdater.configuration(optimizer, rates.of(part)));
    }
    ComputationGraph network = model.build().init();
    GraphUpdater.install(network, optimizer.weightDecay());
    return network;
  }

  /**
   * Puts training, and the network, where they stood at a checkpoint.
   *
   * @throws IllegalArgumentException if it is a checkpoint of another network
   */
  public void resumeFrom(Checkpoint checkpoint) {
    trained.restore(checkpoint);
    state = checkpoint.state();
  }

  /** Where training stands. */
  public TrainingState state() {
    return state;
  }

  /**
   * Trains for an epoch, or for the rest of the one that is under way, and validates.
   *
   * @return what the epoch came to; empty if it was stopped before its end. Stopped in its
   *     validation, its steps are done, and the next call validates from the start.
   */
  public Optional<EpochMetrics> epoch() {
    long start = System.nanoTime() - (long) (state.seconds() * 1e9);
    network.getConfiguration().setEpochCount(state.epoch());
    network.getListeners().forEach(listener -> listener.onEpochStart(network));
    boolean complete = train(start);
    network.getListeners().forEach(listener -> listener.onEpochEnd(network));
    Optional<EpochMetrics> metrics =
        complete ? validate().map(valid -> metrics(valid, start)) : Optional.empty();
    if (metrics.isEmpty()) {
      observers.forEach(observer -> observer.stopped(state));
      return metrics;
    }
    state = state.afterEpoch();
    observers.forEach(observer -> observer.epochDone(state, metrics.get()));
    return metrics;
  }

  private EpochMetrics metrics(Validation valid, long start) {
    return new EpochMetrics(
        state.epoch() + 1,
        state.iteration() - 1,
        state.trainLoss().value(),
        valid.loss(),
        valid.errorRate(),
        secondsSince(start));
  }

  /** Whether the epoch's last step was reached. */
  private boolean train(long start) {
    int steps = training.perEpoch();
    observers.forEach(observer -> observer.epochStarted(state, steps));
    Iterator<Batch> batches = training.epoch(state.epoch(), state.step());
    Iterator<Batch> wanted = untilStopped(batches);
    while (wanted.hasNext()) {
      trained.fit(wanted.next());
      double loss = network.score();
      state = state.afterStep(loss).after(secondsSince(start));
      observers.forEach(observer -> observer.stepDone(state, loss));
    }
    return !batches.hasNext();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Empty if it was stopped. */
  private Optional<Validation> validate() {
    observers.forEach(observer -> observer.validationStarted(state, validation.perEpoch()));
    Iterator<Batch> batches = validation.epoch(0);
    Validation valid =
        Validation.of(
            trained.evaluation(),
            untilStopped(batches),
            () -> observers.forEach(observer -> observer.validationBatchDone(state)));
    return batches.hasNext() ? Optional.empty() : Optional.of(valid);
  }

  private Iterator<Batch> untilStopped(Iterator<Batch> batches) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext() && !stopRequested.getAsBoolean();
      }

      @Override
      public Batch next() {
        return batches.next();
      }
    };
  }
}
