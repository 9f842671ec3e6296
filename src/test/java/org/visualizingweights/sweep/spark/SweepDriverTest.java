package org.visualizingweights.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real masters, workers, drivers and executors; the runs are none. */
@Tag("spark")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SweepDriverTest {
  private static final String LOCAL = "-Dspark.driver.host=127.0.0.1";

  /** For the cluster, and for what the runs leave. */
  @TempDir static Path folder;

  private static SparkCluster cluster;
  private static final List<DriverProcess> DRIVERS = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = SparkCluster.start(folder.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopAll() {
    DRIVERS.forEach(DriverProcess::close);
    cluster.close();
  }

  @Test
  void aFileThatIsNotWhatItWasIsRefused() throws Exception {
    DriverProcess driver = start("0".repeat(64), "-Dspark.task.maxFailures=1");
    driver.awaitSlots(1);
    begin(driver, 12, "done");
    assertThat(problem(driver.reply(), 12))
        .startsWith("data/some.bin has come damaged, with the SHA-256 ")
        .contains(" and not 0000");
    assertThat(began(12)).isEmpty();
    stop(driver);
  }

  @Test
  void anExecutorThatSparkExcludesHasNoRoom() throws Exception {
    DriverProcess driver =
        startWithBoth("-Dspark.excludeOnFailure.application.maxFailedTasksPerExecutor=1");
    begin(driver, 15, "exit-once");
    assertThat(done(driver.reply())).isEqualTo(15);
    driver.awaitSlots(1);
    stop(driver);
  }

  @Test
  void endOfInputEndsEverythingSoon() throws Exception {
    DriverProcess driver = startWithBoth();
    List<ProcessHandle> processes = withARun(driver, 13);
    Path place = Path.of(Files.readString(began(13).get(0)));

    driver.endOfInput();

    assertThat(driver.exitStatus()).isZero();
    await("all end", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    await("what they had goes", () -> !Files.exists(place));
  }

  @Test
  void aDriverThatIsKilledLeavesNobodyBehind() throws Exception {
    DriverProcess driver = startWithBoth();
    List<ProcessHandle> processes = withARun(driver, 14);

    driver.handle().destroyForcibly();

    await("all end", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void wherePeopleHaveNoMasterTheyAreToldAtOnce() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    DriverProcess driver = startAt("spark://127.0.0.1:" + port, sha256(some()), LOCAL);
    assertThat(driver.reply().get("failed").stringValue())
        .startsWith("No Spark master can be reached at spark://127.0.0.1:" + port);
    assertThat(driver.exitStatus()).isEqualTo(1);

    DriverProcess unknown = startAt("sparc://there:7077", sha256(some()), LOCAL);
    assertThat(unknown.reply().get("failed").stringValue())
        .startsWith("sparc://there:7077 names no Spark master. It is to be spark://HOST:PORT");
  }

  /** What one driver does, as long as it is told to. */
  @Nested
  class OneDriver {
    private static DriverProcess driver;

    @BeforeAll
    static void startDriver() throws Exception {
      driver = startWithBoth("-Dspark.driver.maxResultSize=1m");
    }

    @AfterAll
    static void stopDriver() throws InterruptedException {
      stop(driver);
    }

    @Test
    void runsAreDoneOnBothWorkersByProcessesThatStay() throws Exception {
      begin(driver, 1, "wait");
      begin(driver, 2, "wait");
      await("two runs at once", () -> began(1).size() + began(2).size() == 2);
      go(1);
      go(2);
      Set<Integer> over = new TreeSet<>();
      over.add(done(driver.reply()));
      over.add(done(driver.reply()));
      assertThat(over).containsExactly(1, 2);

      IntStream.rangeClosed(3, 6).forEach(run -> begin(driver, run, "done"));
      for (int run = 3; run <= 6; run++) {
        done(driver.reply());
      }
      Set<Path> places = new TreeSet<>();
      Set<String> processes = new TreeSet<>();
      for (Path file :
          IntStream.rangeClosed(1, 6).boxed().flatMap(r -> began(r).stream()).toList()) {
        places.add(Path.of(Files.readString(file)));
        processes.add(file.getFileName().toString().split("-")[1]);
      }
      assertThat(places).hasSize(2);
      assertThat(processes).hasSize(2);
      for (Path place : places) {
        assertThat(place.resolve("../data/some.bin")).hasContent("some data");
        // What came is where it is wanted, once, and nothing of it is left where it came.
        try (Stream<Path> files = Files.list(place.resolve("../..").normalize())) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .containsExactlyInAnyOrder(
                  place.getParent().getFileName().toString(),
                  "spark-sweep.jar",
                  "stdout",
                  "stderr");
        }
      }
    }

    /** Spark adds up what tasks send back, and gives up at this limit. */
    @Test
    void twoHundredRunsSendNextToNothingBackThroughSpark() throws Exception {
      for (int run = 1; run <= 200; run++) {
        begin(driver, run, "done");
      }
      Set<Integer> over = new TreeSet<>();
      for (int run = 1; run <= 200; run++) {
        over.add(done(driver.reply()));
      }
      assertThat(over).hasSize(200);
    }

    @Test
    void aRunWhoseProcessOrExecutorIsKilledIsTriedAgain() throws Exception {
      begin(driver, 7, "wait");
      await("the run begins", () -> began(7).size() == 1);
      cluster.runs().forEach(ProcessHandle::destroyForcibly);
      await("another begins", () -> began(7).size() == 2);

      ProcessHandle run = cluster.runs().get(0);
      run.parent().orElseThrow().destroyForcibly();
      await("a third begins", () -> began(7).size() == 3);
      await("the second ends", () -> !run.isAlive());

      go(7);
      assertThat(done(driver.reply())).isEqualTo(7);
    }

    @Test
    void whatMakesARunFailForGoodIsSaid() throws Exception {
      begin(driver, 8, "exit");
      assertThat(problem(driver.reply(), 8))
          .matches(
              "its process ended with exit status 3: this is why \\(on 127.0.0.1, executor \\d+\\)");
      assertThat(began(8)).hasSize(3); // all on one host

      begin(driver, 9, "lose");
      assertThat(problem(driver.reply(), 9)).startsWith("the program cannot be reached (on ");
    }

    @Test
    void aRunThatIsKilledTakesItsProcessAlong() throws Exception {
      begin(driver, 10, "wait");
      await("the run begins", () -> began(10).size() == 1);
      begin(driver, 11, "wait");
      await("the other begins", () -> began(11).size() == 1);

      driver.say(Map.of("kill", 10));
      assertThat(problem(driver.reply(), 10)).isEqualTo("it was killed");
      await("its process ends", () -> cluster.runs().size() == 1);

      begin(driver, 10, "done");
      assertThat(done(driver.reply())).isEqualTo(10);
      go(11);
      assertThat(done(driver.reply())).isEqualTo(11);
    }
  }

  private static List<ProcessHandle> withARun(DriverProcess driver, int run)
      throws InterruptedException {
    begin(driver, run, "wait");
    await("the run begins", () -> began(run).size() == 1);
    List<ProcessHandle> processes = new ArrayList<>(cluster.executors());
    processes.addAll(cluster.runs());
    assertThat(processes).hasSize(3);
    return processes;
  }

  private static DriverProcess startWithBoth(String... flags) throws Exception {
    DriverProcess driver = start(sha256(some()), flags);
    driver.awaitSlots(2);
    return driver;
  }

  private static DriverProcess start(String sha256OfSome, String... flags) throws Exception {
    String[] all = Stream.concat(Stream.of(LOCAL), Stream.of(flags)).toArray(String[]::new);
    DriverProcess driver = startAt(cluster.master(), sha256OfSome, all);
    assertThat(driver.reply().get("ready").get("host").stringValue()).isEqualTo("127.0.0.1");
    return driver;
  }

  private static DriverProcess startAt(String master, String sha256OfSome, String... flags)
      throws Exception {
    DriverProcess driver =
        DriverProcess.start(
            folder.resolve("driver-%s.log".formatted(DRIVERS.size())), master, flags);
    DRIVERS.add(driver);
    Path classes = zipOfFakeRun();
    driver.say(
        Map.of(
            "installation",
            Map.of(
                "files",
                List.of(
                    file(sha256(classes), classes, "lib/classes", true),
                    file(sha256OfSome, some(), "data/some.bin", false)),
                "java",
                List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"),
                "environment",
                Map.of("OMP_NUM_THREADS", "1"),
                "classPath",
                List.of("lib/classes"),
                "main",
                FakeRun.class.getName(),
                "arguments",
                List.of(folder.toString())),
            "cpusPerRun",
            1));
    return driver;
  }

  private static Map<String, Object> file(String sha256, Path from, String to, boolean unpack) {
    return Map.of("sha256", sha256, "from", from.toString(), "to", to, "unpack", unpack);
  }

  private static void stop(DriverProcess driver) throws InterruptedException {
    driver.endOfInput();
    assertThat(driver.exitStatus()).isZero();
    await("executors end", () -> cluster.executors().isEmpty());
  }

  private static Path some() throws IOException {
    return Files.writeString(folder.resolve("some.bin"), "some data");
  }

  private static Path zipOfFakeRun() throws IOException {
    String name = FakeRun.class.getName().replace('.', '/') + ".class";
    Path zip = folder.resolve("classes.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        InputStream in = FakeRun.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new ZipEntry(name));
      in.transferTo(out);
    }
    return zip;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static void begin(DriverProcess driver, int run, String what) {
    driver.say(
        Map.of("begin", run, "host", "127.0.0.1", "port", 1, "token", what, "label", "run " + run));
  }

  /** The files that the processes of a run left, one for each try. */
  private static List<Path> began(int run) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(run + "-"))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void go(int run) throws IOException {
    Files.createFile(folder.resolve("go-" + run));
  }

  private static int done(JsonNode reply) {
    assertThat(reply.has("over")).as("%s", reply).isTrue();
    assertThat(reply.get("over").has("problem")).as("%s", reply).isFalse();
    return reply.get("over").get("run").intValue();
  }

  private static String problem(JsonNode reply, int run) {
    assertThat(reply.has("over")).as("%s", reply).isTrue();
    assertThat(reply.get("over").get("run").intValue()).isEqualTo(run);
    return reply.get("over").get("problem").stringValue();
  }

  private static void await(String what, BooleanSupplier happens) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!happens.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
