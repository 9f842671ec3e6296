package org.visualizingweights.run;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps manifest and metrics of a run that goes on up to date, as long as the folder is this
 * process's to write. As the run ends, it ends.
 *
 * <p>Thread-safe. Unless it is said otherwise, a {@link org.visualizingweights.UserError} is thrown
 * where the {@linkplain RunLock right to write} is lost, or a file cannot be written.
 */
public final class RunLog {
  private final RunFolder folder;
  private final RunLock lock;

  /** But for the progress, what is written next. */
  private Manifest manifest;

  private Progress progress;

  /**
   * @param lock on the folder, without which nothing is written any more
   * @param manifest which the folder has, or is to have
   */
  public RunLog(RunFolder folder, RunLock lock, Manifest manifest) {
    this.folder = folder;
    this.lock = lock;
    this.manifest = manifest;
    this.progress = manifest.progress();
  }

  /** The run is so far; that is kept, and written with what is written next. */
  public synchronized void at(Progress now) {
    requireGoingOn();
    progress = now;
  }

  /** Writes the manifest, and with it how far the run is. */
  public synchronized void write() {
    write(now());
  }

  private void write(Manifest next) {
    folder.write(next);
    manifest = next;
  }

  /** The manifest as it is now, if anything may be written still. */
  private Manifest now() {
    requireGoingOn();
    return manifest.at(progress);
  }

  private void requireGoingOn() {
    if (manifest.status() != Status.RUNNING) {
      throw new IllegalStateException("%s has ended".formatted(folder.path()));
    }
    lock.check(
        manifest.watched().isPresent()
            ? "What was recorded by then is where it is now"
            : "Where it is now, -Dresume goes on from its last checkpoint");
  }

  /**
   * An epoch is over.
   *
   * @param now the progress with this epoch
   */
  public synchronized void epochDone(Progress now, EpochMetrics metrics) {
    at(now);
    folder.append(metrics);
    write();
  }

  /**
   * An epoch was validated after it was over; what was known of its validation before is replaced.
   *
   * @throws IllegalArgumentException where there was no such epoch
   */
  public synchronized void validated(int epoch, ValidationMetrics validation) {
    requireGoingOn();
    Optional<EpochMetrics> row =
        folder.metrics().stream().filter(metrics -> metrics.epoch() == epoch).findFirst();
    folder.replace(
        row.orElseThrow(
                () -> new IllegalArgumentException("no epoch %s is over yet".formatted(epoch)))
            .with(validation));
  }

  /**
   * The user notes something.
   *
   * @throws IllegalArgumentException where there are {@link Manifest#MOST_NOTES} already
   */
  public synchronized void note(Note note) {
    write(now().noting(note));
  }

  /** Changes a setting, which was left to be found. */
  public synchronized void set(String key, String value) {
    write(now().with(key, value));
  }

  /** The run has done all that it was to do. */
  public synchronized void finished() {
    write(now().finished(Instant.now()));
  }

  /**
   * The run was ended by its own rule.
   *
   * @param why in one sentence
   */
  public synchronized void stopped(String why) {
    write(now().stopped(why, Instant.now()));
  }

  /**
   * The run was ended before its time.
   *
   * @param why in one sentence
   */
  public synchronized void interrupted(String why) {
    write(now().interrupted(why, Instant.now()));
  }

  /**
   * The run failed. Whether that can be written or not, the cause is what is to be told: where it
   * cannot, that is added to it, and where the folder is another's nothing is written.
   */
  public synchronized void failed(Throwable why) {
    if (manifest.status() == Status.RUNNING && lock.isOurs()) {
      manifest = manifest.at(progress).failed(String.valueOf(why.getMessage()), Instant.now());
      folder.writeAfter(why, manifest);
    }
  }

  /**
   * Writes once more how the run ended: as it did, the disk may have had no room for that. Of a run
   * that goes on, or in a folder that is another's, nothing is written.
   */
  public synchronized void writeEnd() {
    if (manifest.status() != Status.RUNNING && lock.isOurs()) {
      folder.write(manifest);
    }
  }
}
