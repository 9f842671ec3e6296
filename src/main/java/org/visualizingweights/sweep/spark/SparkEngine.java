package org.visualizingweights.sweep.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.host.Threads;
import org.visualizingweights.launch.ChildJvm;
import org.visualizingweights.run.Versions;
import org.visualizingweights.sweep.Engine;
import org.visualizingweights.sweep.Execution;
import org.visualizingweights.sweep.RunOrder;
import org.visualizingweights.sweep.remote.RunServer;

/**
 * Has Spark execute runs: each is a job of one task, which starts the program on a worker, or has
 * one that waits there go on. What becomes of a run comes to a {@link RunServer} here, and not by
 * Spark, which would keep all results in memory.
 */
public final class SparkEngine implements Engine {
  private static final String PROGRAM = "org.visualizingweights.cli.RemoteRunWorker";

  /** Of the user's, those that say how a run is computed. */
  private static final List<String> OF_RUNS = List.of("layers", "jvm.args", "log");

  /** Of a cluster that is idle, all workers come at once, or nearly so. */
  private static final Duration FOR_OTHERS = Duration.ofSeconds(2);

  private static final String SOURCES = "sources.";

  private final CompletableFuture<DriverWord.Ready> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> firstSlots = new CompletableFuture<>();
  private final CompletableFuture<String> failed = new CompletableFuture<>();
  private final OptionalInt atMost;
  private final Path scratch;
  private final Consumer<String> say;
  private final SparkDriver driver;
  private final RunServer server;
  private final String host;
  private volatile int slots;
  private int begun;

  /**
   * What there is to say of a cluster.
   *
   * @param master as Spark calls it: {@code spark://host:7077}, {@code local[*]}, …
   * @param port of this machine to which runs report; 0: any that is free
   * @param shared whether all machines see the folders of the runs at the same path
   * @param atOnce at most so many runs side by side; empty: as many as there are cores for
   * @param threads that compute each run; empty: one
   */
  public record Cluster(
      String master, int port, boolean shared, OptionalInt atOnce, OptionalInt threads) {}

  /**
   * Starts Spark, and waits for the first worker.
   *
   * @param name of the sweep, as Spark's pages show it
   * @param log to which all is added that Spark says
   * @param config the folder of the settings
   * @param needed by the runs: files and folders of this machine, by their places on a worker,
   *     below {@code data/}, or below {@code work/}, where the program works
   * @param say is told what is used, and what is waited for
   * @throws UserError where Spark cannot be used
   */
  public static SparkEngine start(
      Cluster cluster,
      String name,
      Path log,
      Path config,
      Map<String, Path> needed,
      Consumer<String> say) {
    return new SparkEngine(cluster, PROGRAM, name, log, config, needed, say);
  }

  SparkEngine(
      Cluster cluster,
      String program,
      String name,
      Path log,
      Path config,
      Map<String, Path> needed,
      Consumer<String> say) {
    SparkHome home = SparkHome.find();
    int threads = cluster.threads().orElse(1);
    atMost = cluster.atOnce();
    this.say = line -> say.accept("spark     " + line);
    try {
      scratch = Files.createTempDirectory("visualizing-weights");
      driver =
          new SparkDriver(
              home.driver(cluster.master(), name, System.getProperties(), scratch)
                  .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())),
              this::hear);
    } catch (IOException e) {
      throw UserError.unavailable("Spark cannot be started: " + e.getMessage(), e);
    }
    try {
      Installation installation = installation(threads, program, config, needed);
      driver.tell(Map.of("installation", installation, "cpusPerRun", threads));
      DriverWord.Ready begins = await(ready);
      host = begins.host();
      server = RunServer.listen(host, cluster.port(), cluster.shared());
      this.say.accept(
          "%s of Spark %s; workers reach this machine at %s, the sweep at port %s"
              .formatted(cluster.master(), begins.version(), host, server.port()));
      this.say.accept("each executor is brought %s MB".formatted(installation.size() >> 20));
      await(firstSlots);
      Threads.sleep(FOR_OTHERS);
    } catch (RuntimeException e) {
      driver.close();
      removeScratch();
      throw e;
    }
  }

  private Installation installation(
      int threads, String program, Path config, Map<String, Path> needed) {
    Properties properties = new Properties();
    for (String key : System.getProperties().stringPropertyNames()) {
      if (OF_RUNS.contains(key) || key.startsWith(SOURCES)) {
        properties.setProperty(key, System.getProperty(key));
      }
    }
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("config.directory", "../config");
    properties.setProperty("cache.directory", "../cache");
    properties.setProperty("data.included", "../data");
    properties.setProperty("data.directories", "[]");
    properties.setProperty("runs.directory", "../runs");
    properties.setProperty("ui.enabled", "false");
    ChildJvm jvm = ChildJvm.of(properties, Map.of());
    Packing packing = new Packing(scratch);
    packing.classPath(Stream.of(jvm.classPath().split(File.pathSeparator)).map(Path::of).toList());
    packing.add(config, "config");
    needed.forEach((to, from) -> packing.add(from, to));
    return packing.installation(flags(jvm), jvm.environment(), program);
  }

  /** There is no working tree on a worker. */
  private static List<String> flags(ChildJvm jvm) {
    Optional<String> commit = Versions.current(Path.of("")).commit();
    return Stream.concat(
            jvm.flags().stream(),
            commit.stream().map(is -> "-D%s=%s".formatted(Versions.COMMIT, is)))
        .toList();
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw UserError.unavailable(e.getCause().getMessage(), e);
    }
  }

  private void hear(DriverWord word) {
    word.failed().ifPresent(this::fail);
    word.ready().ifPresent(ready::complete);
    word.slots()
        .ifPresent(
            number -> {
              slots = number;
              if (number > 0) {
                firstSlots.complete(number);
              }
            });
    word.waits().ifPresent(say);
    word.over().ifPresent(this::hear);
  }

  private void hear(DriverWord.Over over) {
    if (over.problem().isPresent() && server.awaits(over.run()) && !server.wasReached()) {
      fail("No run could begin on any worker: " + over.problem().get());
    } else {
      server.over(over.run(), over.problem());
    }
  }

  private void fail(String why) {
    failed.complete(why); // unless it has failed before
    UserError problem = UserError.unavailable(failed.join());
    ready.completeExceptionally(problem);
    firstSlots.completeExceptionally(problem);
  }

  @Override
  public int atOnce() {
    if (failed.isDone()) {
      throw UserError.unavailable(failed.join());
    }
    return Math.min(slots, atMost.orElse(slots));
  }

  @Override
  public Execution begin(RunOrder order) {
    int number = ++begun;
    Execution run = server.add(number, order, () -> driver.tell(Map.of("kill", number)));
    driver.tell(
        Map.of(
            "begin", number,
            "host", host,
            "port", server.port(),
            "token", server.token(),
            "label", String.valueOf(order.folder().getFileName())));
    return run;
  }

  @Override
  public void close() {
    driver.close();
    server.close();
    removeScratch();
  }

  private void removeScratch() {
    try {
      FileTree.remove(scratch);
    } catch (IOException e) {
      // The system removes it.
    }
  }
}
