package org.visualizingweights.ui;

import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many through a second, some more at once after a pause, and has the others wait for their
 * turn: what does not end by itself costs no more than that. For one thread.
 */
final class RateLimiter {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

  private final long interval;
  private final long saved;
  private long next;

  /**
   * @param perSecond how many, in the long run
   * @param atOnce how many after a pause
   */
  RateLimiter(int perSecond, int atOnce) {
    interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    saved = atOnce * interval;
    next = System.nanoTime() - saved;
  }

  /**
   * Has a request's work done when it is its turn; ends its connection where too many wait already.
   *
   * @param permits that it takes: one, or as many as it is worth
   */
  void pass(RoutingContext context, int permits, Runnable work) {
    OptionalLong wait = acquire(permits);
    if (wait.isEmpty()) {
      context.request().connection().close();
    } else if (wait.getAsLong() == 0) {
      work.run();
    } else {
      context.request().pause();
      context.vertx().setTimer(wait.getAsLong(), timer -> goOn(context, work));
    }
  }

  private static void goOn(RoutingContext context, Runnable work) {
    if (!context.response().closed()) {
      context.request().resume();
      work.run();
    }
  }

  /** In how many milliseconds the next one's turn is, which is then taken; empty: never. */
  OptionalLong acquire(int permits) {
    long now = System.nanoTime();
    if (next - now < -saved) {
      next = now - saved;
    }
    long wait = next - now;
    if (wait > LONGEST_WAIT) {
      return OptionalLong.empty();
    }
    next += permits * interval;
    return OptionalLong.of(wait <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(wait) + 1);
  }
}
