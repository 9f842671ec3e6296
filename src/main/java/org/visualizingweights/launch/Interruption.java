package org.visualizingweights.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM and the like as a polite request: work looks at {@link #requested()} between two
 * steps, stops early and finishes its files, and only then does the JVM end.
 *
 * <pre>{@code
 * try (var interruption = Interruption.listen()) {
 *   train(interruption::requested);
 *   writeCharts();
 * }
 * }</pre>
 *
 * <p>The JVM's exit status stays the signal's (130 for Ctrl-C, 143 for SIGTERM). Code inside the
 * block must not call {@code System.exit} itself: that would wait for the block to end.
 */
public final class Interruption implements AutoCloseable {
  /** How long the JVM, once asked to end, waits for the work. */
  public static final Duration GRACE = Duration.ofSeconds(60);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private volatile boolean requested;

  private Interruption() {}

  /** Listens until closed. */
  public static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the JVM has been asked to end. */
  public boolean requested() {
    return requested;
  }

  /** The work is done, in whole or as far as it came: the JVM may end now. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The request came in this very moment; the hook finds the work done.
      }
    }
  }

  private void request() {
    requested = true;
    try {
      finished.await(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
