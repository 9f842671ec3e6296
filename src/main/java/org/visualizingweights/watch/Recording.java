package org.visualizingweights.watch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunLog;
import org.visualizingweights.run.SmoothedLoss;
import org.visualizingweights.run.ValidationMetrics;
import org.visualizingweights.storage.RunStorage;

/**
 * What is recorded of a network's steps, and how far it has come. Steps and epochs are counted from
 * where the watch began.
 *
 * <p>Where it is not said how often the activations are captured, the first steps are all captured
 * and timed, and those that are too many are removed as soon as that is known. Until then the run
 * is one that captures every step.
 */
final class Recording implements StepListener, AutoCloseable {
  /** So often a reader learns how far the run is, where no epoch ends. */
  private static final Duration SAID_EVERY = Duration.ofSeconds(5);

  private final RunStorage storage;
  private final RunLog log;
  private final CaptureSettings everyStep;
  private final CaptureListener captures;
  private final ParameterListener weights;
  private final CaptureInterval interval = new CaptureInterval();
  private final IntConsumer chosen;
  private final CaptureWriter writer;
  private int every;

  /** Whether {@code every} is known, or left to be found. */
  private boolean everyKnown;

  private Progress progress = Progress.UNPLANNED;
  private SmoothedLoss loss = SmoothedLoss.START;
  private int firstStepOfEpoch;

  /** Whether it is the network that says where epochs end. */
  private boolean countsEpochs;

  private long captureNanos;
  private long lastStep = System.nanoTime();
  private long epochStart = System.nanoTime();
  private long said = System.nanoTime();

  /**
   * @param storage is closed with this
   * @param chosen is told how many steps there are from one capture to the next, where that was
   *     left to be found
   */
  Recording(Dl4jNetwork network, Plan plan, RunStorage storage, RunLog log, IntConsumer chosen) {
    this.storage = storage;
    this.log = log;
    this.everyStep = plan.captured().every(1);
    this.every = plan.every().orElse(1);
    this.everyKnown = plan.every().isPresent();
    this.writer = new CaptureWriter(storage, everyStep.every(every));
    this.captures = new CaptureListener(network, everyStep, writer::put);
    this.weights = new ParameterListener(network, plan.weights(), storage);
    this.chosen = chosen;
  }

  private void captureEvery(int steps) {
    every = steps;
    everyKnown = true;
    writer.thin(everyStep.every(steps));
    chosen.accept(steps);
  }

  private boolean isCaptured(int step) {
    return step % every == 0;
  }

  /** Which step goes on, from 0. */
  int step() {
    return progress.steps();
  }

  @Override
  public void forward(int step, Map<String, INDArray> activations) {
    if (isCaptured(step)) {
      timed(() -> captures.forward(step, activations));
    }
  }

  @Override
  public void backward(int step) {
    weights.backward(step);
  }

  @Override
  public void done(int step, int epochOfNetwork, double stepLoss) {
    int epoch = progress.epochs();
    if (isCaptured(step)) {
      timed(() -> captures.done(step, epoch, stepLoss));
    }
    weights.done(step, epoch, stepLoss);
    loss = loss.plus(stepLoss);
    progress = progress.afterStep(stepLoss);
    log.at(progress);
    long now = System.nanoTime();
    if (!everyKnown) {
      interval.add(now - lastStep, captureNanos).ifPresent(this::captureEvery);
    }
    captureNanos = 0;
    if (now - said > SAID_EVERY.toNanos()) {
      log.write();
      said = now;
    }
    lastStep = System.nanoTime();
  }

  private void timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    captureNanos += System.nanoTime() - start;
  }

  @Override
  public void epochStarted() {
    epochStart = System.nanoTime();
    lastStep = epochStart;
  }

  @Override
  public void epochDone() {
    countsEpochs = true;
    epochDone(Optional.empty());
  }

  /** An epoch is over, as the network or the user says. */
  private void epochDone(Optional<ValidationMetrics> validation) {
    progress = progress.afterEpoch();
    log.epochDone(
        progress,
        new EpochMetrics(
            progress.epochs(),
            progress.steps() - 1,
            loss.value(),
            validation,
            (System.nanoTime() - epochStart) / 1e9));
    epochStart = System.nanoTime();
    firstStepOfEpoch = progress.steps();
  }

  /**
   * Takes what the user measured after an epoch. Where the network knows of no epochs, as in a loop
   * over batches, this is how the next one ends.
   *
   * @throws IllegalArgumentException where there was no such epoch
   */
  void validated(int epoch, ValidationMetrics validation) {
    boolean inLoopOverBatches = !countsEpochs && progress.steps() > firstStepOfEpoch;
    if (inLoopOverBatches && epoch == progress.epochs() + 1) {
      epochDone(Optional.of(validation));
    } else {
      log.validated(epoch, validation);
    }
  }

  /** Closes the storage. */
  @Override
  public void close() {
    storage.close();
  }
}
