package org.visualizingweights.execution;

import java.time.Instant;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Keeps a run's manifest and metrics up to date. */
final class RunLog implements TrainingObserver {
  private final RunFolder folder;
  private Manifest manifest;
  private TrainingState state;

  /**
   * @param state that training begins or goes on with
   */
  RunLog(RunFolder folder, Manifest manifest, TrainingState state) {
    this.folder = folder;
    this.manifest = manifest;
    this.state = state;
    folder.write(manifest);
  }

  @Override
  public void stepDone(TrainingState now, double loss) {
    state = now;
  }

  @Override
  public void epochDone(TrainingState now, EpochMetrics metrics) {
    state = now;
    folder.append(metrics);
    manifest = manifest.at(progress());
    folder.write(manifest);
  }

  /** Steps whose loss was not finite. */
  long nonFiniteLosses() {
    return state.nonFiniteLosses();
  }

  /** Notes that training has ended, in whole or before its time. */
  void end(Status status, String reason) {
    Manifest upToHere = manifest.at(progress());
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

  private Progress progress() {
    Progress planned = manifest.progress();
    return new Progress(
        state.iteration(),
        planned.stepsPlanned(),
        state.epoch(),
        planned.epochsPlanned(),
        state.nonFiniteLosses());
  }
}
