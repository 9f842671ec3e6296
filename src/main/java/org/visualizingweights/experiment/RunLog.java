package org.visualizingweights.experiment;

import java.time.Instant;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;

/** Keeps a run's manifest and metrics up to date, and passes everything on. */
final class RunLog implements TrainingObserver {
  private final RunFolder folder;
  private final TrainingObserver next;
  private Manifest manifest;
  private int steps;
  private long nonFiniteLosses;

  RunLog(RunFolder folder, Manifest manifest, TrainingObserver next) {
    this.folder = folder;
    this.manifest = manifest;
    this.steps = manifest.progress().steps();
    this.nonFiniteLosses = manifest.progress().nonFiniteLosses();
    this.next = next;
    folder.write(manifest);
  }

  @Override
  public void epochStarted(int epoch, int epochSteps) {
    next.epochStarted(epoch, epochSteps);
  }

  @Override
  public void stepDone(int step, double loss) {
    steps++;
    if (!Double.isFinite(loss)) {
      nonFiniteLosses++;
    }
    next.stepDone(step, loss);
  }

  @Override
  public void stopped() {
    next.stopped();
  }

  @Override
  public void validationStarted(int batches) {
    next.validationStarted(batches);
  }

  @Override
  public void validationBatchDone() {
    next.validationBatchDone();
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    folder.append(metrics);
    manifest = manifest.at(progress(metrics.epoch()));
    folder.write(manifest);
    next.epochDone(metrics);
  }

  /** Steps whose loss was not finite. */
  long nonFiniteLosses() {
    return nonFiniteLosses;
  }

  /** Notes that training has ended, in whole or before its time. */
  void end(Status status, String reason) {
    Manifest upToHere = manifest.at(progress(manifest.progress().epochs()));
    Instant now = Instant.now();
    manifest =
        switch (status) {
          case FINISHED -> upToHere.finished(now);
          case INTERRUPTED -> upToHere.interrupted(reason, now);
          case FAILED -> upToHere.failed(reason, now);
          case RUNNING -> upToHere;
        };
    folder.write(manifest);
  }

  private Progress progress(int epochs) {
    Progress planned = manifest.progress();
    return new Progress(
        steps, planned.stepsPlanned(), epochs, planned.epochsPlanned(), nonFiniteLosses);
  }
}
