package org.visualizingweights.sweep.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.visualizingweights.host.Threads;
import org.visualizingweights.launch.ExitStatus;
import org.visualizingweights.sweep.Execution;
import org.visualizingweights.sweep.RunOrder;
import org.visualizingweights.sweep.RunProgress;

/** A process that executes runs, one after the other. */
final class RunProcess {
  private final Process process;
  private final PrintStream orders;
  private final Consumer<RunProcess> free;
  private volatile Optional<Run> run = Optional.empty();

  /**
   * @param free is told when a run has ended and the process waits for the next
   */
  RunProcess(Process process, Consumer<RunProcess> free) {
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.free = free;
    Threads.daemon("run-process-" + process.pid(), this::listen).start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Executes a run; none may go on. */
  Execution begin(RunOrder order) {
    Run begun = new Run(order.openLog());
    run = Optional.of(begun);
    orders.println(
        new Message.Begin(order.experiment().toString(), order.folder().toString(), order.values())
            .line());
    return begun;
  }

  /** Has it end by itself, as no more runs come. */
  void dismiss() {
    orders.close();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Message> message = Message.of(line);
        String text = line;
        run.ifPresent(r -> message.ifPresentOrElse(m -> hear(r, m), () -> r.log.println(text)));
      }
    } catch (IOException e) {
      // It is gone.
    }
    int status = process.onExit().join().exitValue();
    run.ifPresent(r -> r.end(Optional.of("its process " + ExitStatus.inWords(status))));
  }

  private void hear(Run current, Message message) {
    if (message instanceof Message.Alive alive) {
      current.progress = current.progress.then(alive.steps(), alive.planned());
    } else if (message instanceof Message.Ended ended) {
      run = Optional.empty();
      free.accept(this);
      current.end(ended.problem());
    }
  }

  /** A run that this process executes. */
  private final class Run implements Execution {
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
    private final PrintStream log;
    private volatile RunProgress progress = RunProgress.NONE;

    Run(PrintStream log) {
      this.log = log;
    }

    private void end(Optional<String> problem) {
      log.close();
      end.complete(problem);
    }

    @Override
    public RunProgress progress() {
      return progress;
    }

    @Override
    public CompletableFuture<Optional<String>> end() {
      return end;
    }

    @Override
    public void stop() {
      process.destroy();
    }

    @Override
    public void kill() {
      process.destroyForcibly();
    }
  }
}
