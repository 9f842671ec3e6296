package org.visualizingweights.launch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ctrl-C, SIGTERM and the like as a polite request: work that has something to finish says so once,
 * looks at {@link #requested()} between two steps, stops early and finishes its files, and only
 * then does the JVM end.
 *
 * <pre>{@code
 * try (var interruption = Interruption.listen()) {
 *   read();
 *   interruption.finishFirst(() -> "what there is already");
 *   train(interruption::requested);
 *   writeCharts();
 * }
 * }</pre>
 *
 * <p>Before there is anything to finish, the JVM ends at once; and so it does at a Ctrl-C that
 * comes a second or more after the first request, saying what was kept. One Ctrl-C under Maven
 * reaches the JVM twice: as the terminal's SIGINT and, at once, as the launcher's SIGTERM.
 *
 * <p>The JVM's exit status stays the signal's (130 for Ctrl-C, 143 for SIGTERM). Code inside the
 * block must not call {@code System.exit} itself: that would wait for the block to end.
 */
public final class Interruption implements AutoCloseable {
  /** How long the JVM, once asked to end, waits for the work. */
  public static final Duration GRACE = Duration.ofSeconds(60);

  private static final Duration ONE_KEYSTROKE = Duration.ofSeconds(1);
  private static final int SIGNALLED = 128;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private final Optional<CtrlC> jvms;
  private volatile Optional<Supplier<String>> kept = Optional.empty();
  private volatile OptionalLong requestedNanos = OptionalLong.empty();

  private Interruption() {
    jvms = CtrlC.calling(this::interrupt).listen();
  }

  /** Listens until closed. */
  public static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the JVM has been asked to end. */
  public boolean requested() {
    return requestedNanos.isPresent();
  }

  /**
   * From now on, the JVM waits for the work.
   *
   * @param whatWasKept a sentence for the user, asked for where the work is ended all the same
   */
  public void finishFirst(Supplier<String> whatWasKept) {
    kept = Optional.of(whatWasKept);
  }

  /** The work is done, in whole or as far as it came: the JVM may end now. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
        jvms.ifPresent(CtrlC::listen);
      } catch (IllegalStateException e) {
        // The request came in this very moment; the hook finds the work done.
      }
    }
  }

  private void request() {
    requestedNanos = OptionalLong.of(System.nanoTime());
    if (kept.isEmpty()) {
      return;
    }
    try {
      if (!finished.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.printf(
            Locale.ROOT, "%nEnded after %d seconds. %s%n", GRACE.toSeconds(), kept.get().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void interrupt(int signal) {
    int status = SIGNALLED + signal;
    if (kept.isEmpty() || !isAnotherKeystroke()) {
      System.exit(status); // as the JVM's own handler does; waits for the end that has begun
    }
    try {
      System.err.printf("%nEnded at once. %s%n", kept.get().get());
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private boolean isAnotherKeystroke() {
    OptionalLong since = requestedNanos;
    return since.isPresent() && System.nanoTime() - since.getAsLong() >= ONE_KEYSTROKE.toNanos();
  }
}
