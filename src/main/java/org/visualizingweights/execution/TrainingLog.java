package org.visualizingweights.execution;

import java.util.Optional;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.RunLog;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Tells a run's log how training goes, from the moment on that it begins. */
final class TrainingLog implements TrainingObserver {
  private final RunLog log;
  private final Progress planned;
  private TrainingState state;
  private boolean begun;

  /**
   * @param lock without which nothing is written any more
   * @param state that training begins or goes on with
   * @param begun whether the folder has this manifest already
   */
  TrainingLog(
      RunFolder folder, RunLock lock, Manifest manifest, TrainingState state, boolean begun) {
    this.log = new RunLog(folder, lock, manifest);
    this.planned = manifest.progress();
    this.state = state;
    this.begun = begun;
  }

  /** Notes that training begins or goes on. */
  void begin() {
    log.write();
    begun = true;
  }

  @Override
  public void stepDone(TrainingState now, double loss) {
    state = now;
    log.at(progress());
  }

  @Override
  public void epochDone(TrainingState now, EpochMetrics metrics) {
    state = now;
    log.epochDone(progress(), metrics);
  }

  /** Steps whose loss was not finite. */
  long nonFiniteLosses() {
    return state.nonFiniteLosses();
  }

  /**
   * Notes that training has ended: finished, stopped as it was hopeless, or interrupted as it was
   * asked to stop.
   *
   * @param hopeless why it was, if it was
   */
  void end(Status status, Optional<String> hopeless) {
    if (status == Status.FINISHED) {
      log.finished();
    } else {
      hopeless.ifPresentOrElse(log::stopped, () -> log.interrupted("it was asked to stop"));
    }
  }

  /**
   * Notes why the run failed. One that was to go on and never began stays as it was, and so does
   * one that another process has taken over.
   */
  void fail(Throwable why) {
    if (begun) {
      log.failed(why);
    }
  }

  private Progress progress() {
    return new Progress(
        state.iteration(),
        planned.stepsPlanned(),
        state.epoch(),
        planned.epochsPlanned(),
        state.nonFiniteLosses());
  }
}
