package org.visualizingweights.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program in a JVM of its own.
 *
 * <p>Terminal, working directory and exit status are shared with it: it writes to the very files
 * and terminals that this JVM has, and what it returns, this JVM returns. If this JVM is told to
 * end, so is the program, and it gets {@link Interruption#GRACE} for its last files. If this JVM is
 * killed, the program notices through its {@link Lifeline}.
 */
public final class Launcher {
  private static final String PROGRAM = "org.visualizingweights.cli.Main";

  /** The program gives up by itself, and says so; it is killed where it does not. */
  private static final Duration TIMEOUT = Interruption.GRACE.plusSeconds(5);

  private Optional<Process> program = Optional.empty();

  private Launcher() {}

  /** Runs the program; returns if it went well and ends this JVM with its exit status if not. */
  public static void main(String[] arguments) throws InterruptedException {
    int status = run(PROGRAM, List.of(arguments));
    // Returning lets Maven finish its own output. An exception would have Maven print twenty lines
    // about a failed build under the program's own, clearer message; exit() does not.
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs the class of this name, which must be on this thread's class path.
   *
   * @return its exit status; 128 plus the signal's number where a signal ended it; {@link
   *     Failure#STATUS} where it could not be started, which is said
   */
  static int run(String mainClass, List<String> arguments) throws InterruptedException {
    try {
      return startAndAwait(mainClass, arguments);
    } catch (IOException e) {
      System.err.println(Failure.tooManyFiles(e).orElseGet(() -> cannotStart(e)));
      return Failure.STATUS;
    } catch (Error e) {
      return Failure.report(e);
    }
  }

  private static int startAndAwait(String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    ChildJvm jvm = ChildJvm.of(System.getProperties(), System.getenv());
    Launcher launcher = new Launcher();
    // Before the start, as the program may be at work before that returns.
    Thread passOnTheEnd = new Thread(launcher::end, "end the program");
    Runtime.getRuntime().addShutdownHook(passOnTheEnd);
    Process program = launcher.start(jvm, mainClass, arguments);
    int status = program.waitFor();
    if (passOnTheEnd.getState() != Thread.State.NEW) {
      return status; // It was told to end, so there is nothing to explain.
    }
    ExitReason.of(status, program.pid(), Path.of("").toAbsolutePath())
        .ifPresent(message -> System.err.printf("%n%s%n", message));
    return status;
  }

  private static String cannotStart(IOException problem) {
    return "The JVM that trains cannot be started: %s. Its Java must be there still (%s), and memory"
            .formatted(problem.getMessage(), System.getProperty("java.home"))
        + " and leave for another process.";
  }

  private synchronized Process start(ChildJvm jvm, String mainClass, List<String> arguments)
      throws IOException {
    Process started = jvm.start(mainClass, arguments);
    program = Optional.of(started);
    return started;
  }

  /** Ends the program, if there is one; if it is just being started, as soon as it is. */
  private synchronized void end() {
    program.ifPresent(Launcher::endAsByCtrlC);
  }

  /**
   * Asks it to end, and makes it where it does not. Where Ctrl-C has already reached it, being told
   * again does no harm: a JVM that is shutting down ignores it.
   */
  private static void endAsByCtrlC(Process program) {
    program.destroy();
    try {
      if (!program.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
    }
  }
}
