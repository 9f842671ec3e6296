package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;
import org.visualizingweights.sweep.spark.SparkCluster;

/**
 * The whole program, and a Spark master with two workers: a sweep of six small runs, to one of
 * which, or to a part of the cluster, something happens. Its tables are those of the same sweep on
 * one machine.
 */
@Tag("spark")
@TestInstance(Lifecycle.PER_CLASS)
class SparkSweepTest {
  private static final int MINUTES = 5;

  @TempDir static Path folder;

  private SweepFolder onOneMachine;
  private SparkCluster cluster;
  private String name;

  @BeforeAll
  void runTheSameOnOneMachine() throws Exception {
    Pictures.write(folder.resolve("images"), 192);
    Files.writeString(folder.resolve("rates.yaml"), SweepTest.SWEEP.formatted("images"));
    name = "on-one-machine";
    await(program("-Dat-once=2", "-Dthreads=1").start(name, "run", file()));
    onOneMachine = sweep();
  }

  @BeforeEach
  void startCluster(TestInfo test) throws IOException {
    name = test.getTestMethod().orElseThrow().getName();
    cluster = SparkCluster.start(folder.resolve("cluster-" + name), 2);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void leftAlone() throws Exception {
    await(start());

    assertSameTables();
    assertThat(said()).contains("6 runs, 2 at once", "Finished.");
    for (PlannedRun run : sweep().manifest().runs()) {
      RunFolder ordinary = RunFolder.open(sweep().of(run));
      assertThat(ordinary.manifest().status()).isEqualTo(Status.FINISHED);
      assertThat(ordinary.manifest().machine().threads()).isEqualTo(1);
      assertThat(ordinary.manifest().versions())
          .isEqualTo(RunFolder.open(onOneMachine.of(run)).manifest().versions());
      assertThat(ordinary.manifest().notes())
          .isEqualTo(RunFolder.open(onOneMachine.of(run)).manifest().notes());
      assertThat(ordinary.checkpoints()).isEmptyDirectory();
      assertThat(ordinary.hasResults()).isTrue();
      assertThat(sweep().logOf(run)).content().contains("Finished");
    }
    await(() -> cluster.executors().isEmpty(), "the executors to end");
  }

  @Test
  void aRunIsKilled() throws Exception {
    Process program = start();
    awaitMetrics(program);

    cluster.runs().get(0).destroyForcibly();

    await(program);
    assertSameTables();
  }

  @Test
  void anExecutorIsKilled() throws Exception {
    Process program = start();
    awaitMetrics(program);
    List<ProcessHandle> runs = cluster.executors().get(0).children().toList();

    cluster.executors().get(0).destroyForcibly();

    await(program);
    assertSameTables();
    assertThat(runs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aWorkerIsKilled() throws Exception {
    Process program = start();
    awaitMetrics(program);
    List<ProcessHandle> of = cluster.workers().get(0).descendants().toList();

    cluster.workers().get(0).destroyForcibly();

    await(program);
    assertSameTables();
    assertThat(of).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aWorkerIsBelievedDeadAndIsNot() throws Exception {
    Process program =
        start(
            "-Dspark.network.timeout=15s",
            "-Dspark.network.timeoutInterval=5s",
            "-Dspark.executor.heartbeatInterval=2s");
    awaitMetrics(program);
    List<ProcessHandle> all = new ArrayList<>(cluster.workers().get(0).descendants().toList());
    all.add(cluster.workers().get(0));
    for (ProcessHandle process : all) {
      signal(process, "STOP");
    }
    await(() -> attempts() > 6 || !program.isAlive(), "another to have its run");

    for (ProcessHandle process : all) {
      signal(process, "CONT");
    }

    await(program);
    assertSameTables();
  }

  @Test
  void theSweepIsKilledAndGoesOn() throws Exception {
    Process program = start();
    awaitMetrics(program);
    List<ProcessHandle> runs = cluster.runs();

    program.descendants().forEach(ProcessHandle::destroyForcibly);
    program.destroyForcibly();

    await(() -> cluster.executors().isEmpty(), "the executors to end");
    await(() -> runs.stream().noneMatch(ProcessHandle::isAlive), "the runs to end");
    await(program().start(name, "run", "--resume", sweep().path().toString()));
    assertSameTables();
  }

  @Test
  void theSweepIsAskedToEndAndGoesOn() throws Exception {
    Process program = start();
    awaitMetrics(program);

    program.destroy();

    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(said()).contains("Stopping: 2 runs", "Interrupted.", "-Dresume=");
    List<RunFolder> interrupted =
        sweep().manifest().runs().stream()
            .map(run -> sweep().of(run))
            .filter(Files::exists)
            .map(RunFolder::open)
            .filter(run -> run.manifest().status() == Status.INTERRUPTED)
            .toList();
    assertThat(interrupted)
        .isNotEmpty()
        .allSatisfy(
            run -> {
              assertThat(run.reportFile()).exists();
              assertThat(run.checkpoints()).isNotEmptyDirectory();
            });
    await(program().start(name, "run", "--resume", sweep().path().toString()));
    assertSameTables();
  }

  private static void signal(ProcessHandle process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** With no more room for what Spark collects than some hundred results would take. */
  private ProgramInFolder program(String... more) {
    List<String> flags = new ArrayList<>(List.of("-Ddata.dir=" + folder));
    if (cluster != null) {
      flags.add("-Dsweep.spark=" + cluster.master());
      flags.add("-Dspark.driver.host=127.0.0.1");
      flags.add("-Dspark.driver.maxResultSize=1m");
    }
    flags.addAll(List.of(more));
    return new ProgramInFolder(folder, flags, Map.of("OMP_NUM_THREADS", "1"));
  }

  private Process start(String... more) throws IOException {
    return program(more).start(name, "run", file());
  }

  private static String file() {
    return folder.resolve("rates.yaml").toString();
  }

  private String said() throws IOException {
    return program().said(name);
  }

  private void await(Process program) throws Exception {
    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).as(said()).isTrue();
    assertThat(program.exitValue()).as(said()).isZero();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition, String what) throws Exception {
    for (int i = 0; i < MINUTES * 60 * 20; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(50);
    }
    fail("waited in vain for %s", what);
  }

  private void assertSameTables() throws IOException {
    assertThat(sweep().resultsFile())
        .hasSameTextualContentAs(onOneMachine.resultsFile(), StandardCharsets.UTF_8);
    assertThat(sweep().summaryFile())
        .hasSameTextualContentAs(onOneMachine.summaryFile(), StandardCharsets.UTF_8);
    try (Stream<Path> left = Files.list(sweep().path())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .filteredOn(file -> file.startsWith(".") && !file.equals(".lock"))
          .isEmpty();
    }
  }

  /** How often a process has begun with a run. */
  private long attempts() throws IOException {
    long attempts = 0;
    for (PlannedRun run : sweep().manifest().runs()) {
      Path log = sweep().logOf(run);
      attempts +=
          Files.exists(log)
              ? Files.readAllLines(log).stream().filter(line -> line.startsWith("On ")).count()
              : 0;
    }
    return attempts;
  }

  /** Waits until an epoch of two runs is seen; they go on still. */
  private void awaitMetrics(Process program) throws Exception {
    Path runs = folder.resolve(name);
    await(
        () -> {
          assertThat(program.isAlive()).as(said()).isTrue();
          if (!Files.isDirectory(runs)) {
            return false;
          }
          try (Stream<Path> files = Files.walk(runs)) {
            return files.filter(file -> file.endsWith("metrics.csv")).count() >= 2;
          } catch (UncheckedIOException e) {
            return false; // a folder has just got its name
          }
        },
        "an epoch");
  }

  private SweepFolder sweep() {
    return SweepFolder.find(folder.resolve(name).resolve("rates")).orElseThrow();
  }
}
