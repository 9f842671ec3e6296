package org.visualizingweights;

import java.util.function.Supplier;

/**
 * Does work on a thread that may have been interrupted, which is a matter of other work: channels
 * close themselves on such a thread, and waiting ends at once. The thread is interrupted again when
 * this is done.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  public static void run(Runnable work) {
    get(
        () -> {
          work.run();
          return work;
        });
  }

  /** The same of work that has a result. */
  public static <T> T get(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
