package org.visualizingweights.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process that executes runs, one after the other, and is kept for the next between them. */
final class KeptProcess {
  private static final int SIGNALLED = 128;

  /** Begins what the process says to the executor; all else that it prints is for people. */
  private static final String MARK = "\u001e";

  private static final String DONE = MARK + "done";
  private static final String LOST = MARK + "lost";

  /** Blank, or in the middle of a stack trace. */
  private static final Pattern NOTHING_NEW = Pattern.compile("\\s*|\\s+(at |\\.\\.\\. ).*");

  private final Process process;
  private final PrintStream orders;
  private volatile String lastLine = "";

  /** How a run ended, one for each order; and, at last, how the process did. */
  private final BlockingQueue<Optional<String>> problems = new LinkedBlockingQueue<>();

  KeptProcess(Process process) {
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Daemon.thread("run-process-" + process.pid(), this::listen).start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Executes a run, and waits for its end.
   *
   * @throws RunFailure where the process ended instead, or could not settle the run
   * @throws InterruptedException where the run is not wanted any more; the process has ended then
   */
  void execute(Order order) throws RunFailure, InterruptedException {
    orders.println(order.line());
    try {
      Optional<String> problem = problems.take();
      if (problem.isPresent()) {
        throw new RunFailure(problem.get());
      }
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  /** Has it end by itself, as no more runs come. */
  void dismiss() {
    orders.close();
  }

  /** Waits for the end of one that was dismissed, but not for longer than this. */
  void awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    process.destroyForcibly().onExit().join();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // It is gone.
    }
    problems.add(Optional.of(end(process.onExit().join().exitValue())));
  }

  private void hear(String line) {
    if (line.equals(DONE)) {
      problems.add(Optional.empty());
    } else if (line.startsWith(LOST)) {
      problems.add(Optional.of(line.substring(LOST.length()).strip()));
    } else {
      System.err.println(line);
      if (!NOTHING_NEW.matcher(line).matches()) {
        lastLine = ": " + line.strip();
      }
    }
  }

  private String end(int status) {
    return status > SIGNALLED
        ? "its process was ended by signal %s".formatted(status - SIGNALLED)
        : "its process ended with exit status %s%s".formatted(status, lastLine);
  }
}
