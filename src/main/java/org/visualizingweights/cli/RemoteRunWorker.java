package org.visualizingweights.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.Stop;
import org.visualizingweights.host.FreeMemory;
import org.visualizingweights.host.Threads;
import org.visualizingweights.launch.Failure;
import org.visualizingweights.launch.Interruption;
import org.visualizingweights.run.Owner;
import org.visualizingweights.sweep.RunMemory;
import org.visualizingweights.sweep.remote.RunClaim;

/**
 * A process that executes runs of a sweep that is on another machine. It reads a line for each run,
 * {@code run HOST PORT TOKEN NUMBER}; asks the sweep there for the run; executes it in a folder of
 * its own; and hands over what came of it. Then it says so, behind a control character: {@code
 * done}, or {@code lost} and why where the sweep may have it executed elsewhere.
 *
 * <p>It ends at once when the connection to the sweep breaks, as the run may be another's by then.
 */
public final class RemoteRunWorker {
  private static final String MARK = "\u001e"; // begins no text
  private static final int LOST = 75;
  private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final String self = Owner.current().host().orElse("a machine without a name");
  private final Path runs;
  private boolean warm;

  /** Takes what a run says, as long as there is one. */
  private volatile Consumer<String> listener = line -> {};

  private final RunExecutor executor;

  private RemoteRunWorker() {
    executor = new RunExecutor(new PrintStream(new ConsoleLines(), true, StandardCharsets.UTF_8));
    runs = executor.runs();
  }

  public static void main(String[] arguments) throws IOException {
    Main.begin();
    RemoteRunWorker worker = new RemoteRunWorker();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean goesOn = true;
    for (String line = orders.readLine(); line != null && goesOn; line = orders.readLine()) {
      goesOn = worker.execute(line.split(" "));
    }
  }

  /**
   * @return whether another run may come
   */
  private boolean execute(String[] order) {
    try (Interruption interruption = Interruption.listen()) {
      awaitMemory();
      String answer = execute(order, interruption);
      warm = true;
      say(answer);
      return !interruption.requested();
    } catch (IOException e) {
      say(
          ("lost %s cannot reach the sweep at %s port %s (%s); have that port open for the workers,"
                  + " or choose another with -Dsweep.port")
              .formatted(self, order[1], order[2], e.getMessage()));
      return true;
    } catch (UserError e) {
      say("lost on %s: %s".formatted(self, e.getMessage().replaceAll("\\s+", " ")));
      return true;
    } catch (RuntimeException | Error e) {
      listener.accept(trace(e));
      int status = Failure.report(e);
      Runtime.getRuntime().halt(status); // nobody knows what it has left
      return false;
    }
  }

  private static String trace(Throwable problem) {
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private String execute(String[] order, Interruption interruption) throws IOException {
    Path place = runs.resolve(UUID.randomUUID().toString());
    Optional<RunClaim> claimed =
        RunClaim.of(
            order[1],
            Integer.parseInt(order[2]),
            order[3],
            Integer.parseInt(order[4]),
            self,
            place,
            this::lost);
    if (claimed.isEmpty()) {
      return "done";
    }
    try (RunClaim claim = claimed.get()) {
      listener = claim::said;
      Optional<String> problem = execute(claim, stop(claim, interruption));
      claim.deliver(problem);
      return "done";
    } finally {
      listener = line -> {};
    }
  }

  /**
   * @return what is wrong with the run, wherever it is executed
   * @throws UserError where something is wrong here
   */
  private Optional<String> execute(RunClaim claim, Stop stop) {
    try {
      executor.execute(
          claim.experiment(),
          claim.folder(),
          claim.values(),
          claim.difference().stream().toList(),
          stop,
          claim::alive);
      return Optional.empty();
    } catch (UserError e) {
      claim.said(e.getMessage());
      // Where folders are shared, a process that hangs elsewhere may have this one still.
      if (e.exitStatus() != UserError.BAD_INPUT || claim.isShared()) {
        throw e;
      }
      return Optional.of(e.getMessage());
    }
  }

  private static Stop stop(RunClaim claim, Interruption interruption) {
    Asked asked = new Asked(interruption);
    return new Stop() {
      @Override
      public boolean requested() {
        return claim.isStopAsked() || asked.requested();
      }

      @Override
      public void finishFirst(Supplier<String> whatWasKept) {
        asked.finishFirst(whatWasKept);
      }
    };
  }

  /** The run may be another's by now. */
  private void lost() {
    System.out.println(self + " has lost the connection to the sweep, and ends the run.");
    System.out.flush();
    Runtime.getRuntime().halt(LOST);
  }

  /** A Spark worker counts cores, and not what processes like this one take of its memory. */
  private void awaitMemory() {
    long until = System.nanoTime() + MEMORY_PATIENCE.toNanos();
    while (!warm && FreeMemory.bytes() < RunMemory.BYTES) {
      if (System.nanoTime() > until) {
        throw UserError.unavailable(
            "%s MB are free, and a run may take %s; give the worker fewer cores, or each run more of them with -Dthreads"
                .formatted(FreeMemory.bytes() >> 20, RunMemory.BYTES >> 20));
      }
      Threads.sleep(LOOK);
    }
  }

  private static void say(String message) {
    System.out.println(MARK + message);
    System.out.flush();
  }

  /** What is written, line by line. */
  private final class ConsoleLines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int value) {
      if (value == '\n') {
        listener.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (value != '\r') {
        line.write(value);
      }
    }
  }
}
