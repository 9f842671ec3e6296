package org.visualizingweights.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.launch.Failure;
import org.visualizingweights.launch.Interruption;
import org.visualizingweights.sweep.local.Message;
import org.visualizingweights.sweep.local.Message.Alive;
import org.visualizingweights.sweep.local.Message.Begin;
import org.visualizingweights.sweep.local.Message.Ended;

/**
 * A process that executes the runs of a sweep on the same machine: one for each {@link Begin} that
 * it reads, until there is no more to read. It ends, too, when it is told to by a signal, or its
 * parent is gone, then with the run's files finished; and where something goes wrong that is no
 * mistake of the run's.
 */
public final class RunWorker {
  private final PrintStream out;
  private final RunExecutor executor;

  private RunWorker(PrintStream out) {
    this.out = out;
    this.executor = new RunExecutor(out);
  }

  public static void main(String[] arguments) throws IOException {
    Main.begin();
    RunWorker worker = new RunWorker(System.out);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean goesOn = true;
    for (String line = orders.readLine(); line != null && goesOn; line = orders.readLine()) {
      if (Message.of(line).orElseThrow() instanceof Begin order) {
        goesOn = worker.execute(order);
      }
    }
  }

  /**
   * @return whether another run may come
   */
  private boolean execute(Begin order) {
    try (Interruption interruption = Interruption.listen()) {
      Optional<String> problem = execute(order, new Asked(interruption));
      if (interruption.requested()) {
        return false; // the JVM is ending already
      }
      say(new Ended(problem));
      return true;
    } catch (RuntimeException | Error e) {
      int status = Failure.report(e);
      out.flush();
      Runtime.getRuntime().halt(status); // nobody knows what it has left
      return false;
    }
  }

  private Optional<String> execute(Begin order, Asked asked) {
    try {
      executor.execute(
          Path.of(order.experiment()),
          Path.of(order.folder()),
          order.values(),
          List.of(),
          asked,
          (steps, planned) -> say(new Alive(steps, planned)));
      return Optional.empty();
    } catch (UserError e) {
      out.println(e.getMessage());
      return Optional.of(e.getMessage());
    }
  }

  private void say(Message message) {
    out.println(message.line());
  }
}
