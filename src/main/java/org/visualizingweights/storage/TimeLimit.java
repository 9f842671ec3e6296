package org.visualizingweights.storage;

import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Has SQLite give up what it is at when its time is over. */
final class TimeLimit extends ProgressHandler {
  private static final Duration LEAST_TIME = Duration.ofSeconds(10);
  private static final long LEAST_BYTES_A_SECOND = 1 << 20;

  private long left;
  private long since;

  /**
   * Gives SQLite the time that the slowest disk would take for a file.
   *
   * @param size in bytes
   */
  void start(long size) {
    left = LEAST_TIME.plusSeconds(size / LEAST_BYTES_A_SECOND).toNanos();
    resume();
  }

  /** What is done with a row takes as long as it takes. */
  void pause() {
    left -= System.nanoTime() - since;
  }

  void resume() {
    since = System.nanoTime();
  }

  @Override
  protected int progress() {
    return System.nanoTime() - since > left ? 1 : 0;
  }
}
