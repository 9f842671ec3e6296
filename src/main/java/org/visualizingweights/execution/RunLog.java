package org.visualizingweights.execution;

import java.time.Instant;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Keeps a run's manifest and metrics up to date, from the moment on that training begins. */
final class RunLog implements TrainingObserver {
  private final RunFolder folder;
  private final RunLock lock;
  private Manifest manifest;
  private TrainingState state;
  private boolean begun;

  /**
   * @param lock without which nothing is written any more
   * @param state that training begins or goes on with
   * @param begun whether the folder has this manifest already
   */
  RunLog(RunFolder folder, RunLock lock, Manifest manifest, TrainingState state, boolean begun) {
    this.folder = folder;
    this.lock = lock;
    this.manifest = manifest;
    this.state = state;
    this.begun = begun;
  }

  /** Notes that training begins or goes on. */
  void begin() {
    folder.write(manifest);
    begun = true;
  }

  @Override
  public void stepDone(TrainingState now, double loss) {
    lock.check();
    state = now;
  }

  @Override
  public void epochDone(TrainingState now, EpochMetrics metrics) {
    lock.check();
    state = now;
    folder.append(metrics);
    manifest = manifest.at(progress());
    folder.write(manifest);
  }

  /** Steps whose loss was not finite. */
  long nonFiniteLosses() {
    return state.nonFiniteLosses();
  }

  /** Notes that training has ended: finished, or interrupted as it was asked to stop. */
  void end(Status status) {
    lock.check();
    Manifest upToHere = manifest.at(progress());
    folder.write(
        status == Status.FINISHED
            ? upToHere.finished(Instant.now())
            : upToHere.interrupted("it was asked to stop", Instant.now()));
  }

  /**
   * Notes why the run failed. One that was to go on and never began stays as it was, and so does
   * one that another process has taken over.
   */
  void fail(Throwable why) {
    if (begun && lock.isOurs()) {
      folder.writeAfter(
          why, manifest.at(progress()).failed(String.valueOf(why.getMessage()), Instant.now()));
    }
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
