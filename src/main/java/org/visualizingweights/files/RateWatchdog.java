package org.visualizingweights.files;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.visualizingweights.host.Threads;

/**
 * Watches how fast something arrives, and ends it where that would take for ever: a server that
 * sends a byte a second is never silent.
 */
final class RateWatchdog implements AutoCloseable {
  /** As librepo has it, which downloads for dnf. */
  static final int LEAST_BYTES_PER_SECOND = 1000;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(work -> Threads.daemon("rate-watchdog", work));
  private final AtomicLong arrived = new AtomicLong();
  private final long least;
  private volatile Runnable end;
  private volatile boolean tooSlow;

  /**
   * @param window over which the pace is averaged; the first is twice as long, as it takes a while
   *     to connect
   * @param end is called at the end of each window in which too little arrived, until the
   *     {@linkplain #onlyWatch one who receives looks by itself}
   */
  RateWatchdog(Duration window, Runnable end) {
    this.least = LEAST_BYTES_PER_SECOND * window.toMillis() / 1000;
    this.end = end;
    long millis = window.toMillis();
    clock.scheduleAtFixedRate(this::look, 2 * millis, millis, TimeUnit.MILLISECONDS);
  }

  /** So many bytes have arrived. */
  void advance(int bytes) {
    arrived.addAndGet(bytes);
  }

  /** From now on whoever receives asks whether it is {@link #tooSlow}, each time something came. */
  void onlyWatch() {
    end = () -> {};
  }

  /** Whether it was to be ended. */
  boolean tooSlow() {
    return tooSlow;
  }

  private void look() {
    if (arrived.getAndSet(0) < least) {
      tooSlow = true;
      end.run();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
