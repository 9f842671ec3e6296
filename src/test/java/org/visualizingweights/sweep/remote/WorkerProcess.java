package org.visualizingweights.sweep.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.visualizingweights.cli.RemoteRunWorker;

/** A real process that executes runs for a server of the test's. */
final class WorkerProcess implements AutoCloseable {
  private static final String MARK = "\u001e";
  private static final int SECONDS = 120;

  private final Process process;
  private final PrintStream orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  WorkerProcess(Path runs) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Dui.enabled=false",
            "-Dthreads=1",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
            "-Druns.directory=" + runs,
            RemoteRunWorker.class.getName());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("OMP_NUM_THREADS", "1");
    process = builder.redirectErrorStream(true).start();
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread listener = new Thread(this::listen);
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .filter(line -> line.startsWith(MARK))
          .forEach(line -> answers.add(line.substring(1)));
    } catch (IOException | UncheckedIOException e) {
      // It is gone.
    }
  }

  /** Has it ask a server for a run. */
  void order(RunServer server, int run) {
    order(server.port(), server.token(), run);
  }

  void order(int port, String token, int run) {
    orders.println(String.join(" ", List.of("run", "127.0.0.1", "" + port, token, "" + run)));
  }

  /** What it says in the end. */
  String answer() throws InterruptedException {
    String answer = answers.poll(SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("it says nothing");
    }
    return answer;
  }

  Process process() {
    return process;
  }

  /** Sends it a signal, as {@code kill} does. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
