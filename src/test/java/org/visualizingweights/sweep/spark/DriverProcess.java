package org.visualizingweights.sweep.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spark's driver, spoken to as the program does. */
final class DriverProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Process process;
  private final PrintStream requests;
  private final BlockingQueue<JsonNode> replies = new LinkedBlockingQueue<>();

  private int slots = -1;

  private DriverProcess(Process process) {
    this.process = process;
    this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread listener = new Thread(this::listen, "driver");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * @param log for what it says to people
   * @param flags of the {@code java} command
   */
  static DriverProcess start(Path log, String master, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SparkHome.OPENING);
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(SparkCluster.BUILT + "/home/jars/*:" + SparkCluster.BUILT + "/spark-sweep.jar");
    command.addAll(List.of("org.visualizingweights.spark.SweepDriver", master, "a sweep"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(SparkCluster.environment());
    return new DriverProcess(builder.start());
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.add(JsonMapper.shared().readTree(line));
      }
    } catch (IOException e) {
      // It is gone.
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  int exitStatus() throws InterruptedException {
    process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return process.exitValue();
  }

  void say(Object request) {
    requests.println(JsonMapper.shared().writeValueAsString(request));
  }

  void endOfInput() {
    requests.close();
  }

  /** What it says next, whatever that is but the number of slots. */
  JsonNode reply() throws InterruptedException {
    JsonNode reply = next();
    while (reply.has("slots")) {
      reply = next();
    }
    return reply;
  }

  /** Waits until there are so many, if it has not said so last. */
  void awaitSlots(int number) throws InterruptedException {
    while (slots != number) {
      JsonNode reply = next();
      if (reply.has("over") || reply.has("failed")) {
        throw new AssertionError("instead of slots: " + reply);
      }
    }
  }

  private JsonNode next() throws InterruptedException {
    JsonNode reply = replies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (reply == null) {
      throw new AssertionError("the driver says nothing");
    }
    if (reply.has("slots")) {
      slots = reply.get("slots").intValue();
    }
    return reply;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
