package org.visualizingweights.sweep.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Spark master and its workers, of the build's own Spark, on this machine. */
public final class SparkCluster implements AutoCloseable {
  /** What the profile "spark" builds. */
  public static final Path BUILT = Path.of("target", "spark").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final String REGISTERED = "Registering worker ";

  private final Path folder;
  private final List<String> flags;
  private final Thread atEnd = new Thread(this::kill, "spark-cluster");
  private final List<Process> daemons = new ArrayList<>();
  private final Path masterLog;
  private final String master;

  private SparkCluster(Path folder, List<String> flags) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.flags = flags;
    Runtime.getRuntime().addShutdownHook(atEnd);
    masterLog = folder.resolve("master.log");
    daemon(masterLog, "org.apache.spark.deploy.master.Master", "--port", "0");
    await("a Spark master", () -> find(MASTER).find());
    Matcher started = find(MASTER);
    started.find();
    master = started.group(1);
  }

  /**
   * Starts one, and waits until its workers are known to its master. Each has one core and 1 GB for
   * executors.
   *
   * @param folder for its logs, and for the workers' files
   * @param flags of the {@code java} command of master and workers
   */
  public static SparkCluster start(Path folder, int workers, String... flags) throws IOException {
    SparkCluster cluster = new SparkCluster(folder, List.of(flags));
    try {
      for (int i = 1; i <= workers; i++) {
        cluster.addWorker("worker-" + i);
      }
      cluster.await(workers + " Spark workers", () -> cluster.registered() == workers);
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void addWorker(String name) throws IOException {
    Path work = folder.resolve(name);
    daemon(
        folder.resolve(name + ".log"),
        "org.apache.spark.deploy.worker.Worker",
        "-c",
        "1",
        "-m",
        "1g",
        "-d",
        work.toString(),
        master);
  }

  private void daemon(Path log, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SparkHome.OPENING);
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            BUILT + "/home/jars/*",
            main));
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    daemons.add(builder.start());
  }

  /** What Spark's processes look for. */
  public static java.util.Map<String, String> environment() {
    return java.util.Map.of(
        "SPARK_HOME", BUILT.resolve("home").toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Where it is to be found: {@code spark://127.0.0.1:…}. */
  public String master() {
    return master;
  }

  /** The folder that executors of the worker of this number, from 1 on, work in. */
  public Path work(int worker) {
    return folder.resolve("worker-" + worker);
  }

  public List<ProcessHandle> workers() {
    return daemons.stream().skip(1).map(Process::toHandle).collect(Collectors.toList());
  }

  /** Those that are alive. */
  public List<ProcessHandle> executors() {
    return workers().stream().flatMap(ProcessHandle::children).collect(Collectors.toList());
  }

  /** The processes of runs whose executors are alive. */
  public List<ProcessHandle> runs() {
    return executors().stream().flatMap(ProcessHandle::children).collect(Collectors.toList());
  }

  private long registered() {
    return find(Pattern.compile(REGISTERED)).results().count();
  }

  private Matcher find(Pattern pattern) {
    try {
      return pattern.matcher(Files.readString(masterLog));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > end || daemons.stream().anyMatch(daemon -> !daemon.isAlive())) {
        kill();
        throw new AssertionError(what + " did not start; see " + folder);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The JVM ends.
    }
  }

  /** Everything, even what has been stopped by a signal. */
  private void kill() {
    List<ProcessHandle> all =
        daemons.stream()
            .map(Process::toHandle)
            .flatMap(daemon -> Stream.concat(Stream.of(daemon), daemon.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
