package org.visualizingweights.sweep;

import java.time.Duration;
import java.util.Optional;

/** How fast the runs of a sweep end, as long as this process has seen it. */
final class Pace {
  /** Less says nothing. */
  private static final double ENOUGH_RUNS = 0.2;

  private final long started = System.nanoTime();
  private int ended;

  /** One more run has come to its end. */
  void ended() {
    ended++;
  }

  /**
   * The time that is left.
   *
   * @param parts of the runs that go on which are done, in runs
   * @param missing runs, those that go on too
   */
  Optional<Duration> left(double parts, int missing) {
    double done = ended + parts;
    if (done < ENOUGH_RUNS) {
      return Optional.empty();
    }
    double nanosPerRun = (System.nanoTime() - started) / done;
    return Optional.of(Duration.ofNanos((long) (nanosPerRun * (missing - parts))));
  }
}
