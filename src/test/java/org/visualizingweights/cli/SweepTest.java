package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.visualizingweights.cli.ProgramInFolder.withoutSeconds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/**
 * The whole program, and the processes of its runs: a sweep of six small runs, with one or all of
 * which something happens.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SweepTest {
  private static final int MINUTES = 10;

  /** Two rates and three seeds; 15 epochs of six steps. */
  static final String SWEEP =
      """
      description: Which rate?
      network: lenet
      optimizer: sgd
      pretrained: false
      lr: 0.001
      epochs: 15
      split: 0.5
      batch-size: 16
      augment: false
      dataset: %s
      vary: {lr: [0.001, 0.01]}
      repeats: 3
      """;

  @TempDir static Path folder;

  private ProgramInFolder programs;
  private SweepFolder leftAlone;

  @BeforeAll
  void runOneThatIsLeftAlone() throws Exception {
    programs =
        new ProgramInFolder(
            folder, List.of("-Dat-once=2", "-Dthreads=1"), Map.of("OMP_NUM_THREADS", "1"));
    Pictures.write(folder.resolve("images"), 192);
    Files.writeString(folder.resolve("rates.yaml"), SWEEP.formatted(folder.resolve("images")));
    Process program = programs.start("alone", "run", folder.resolve("rates.yaml").toString());
    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(program.exitValue()).as(programs.said("alone")).isZero();
    leftAlone = sweep("alone");
  }

  @Test
  void everyRunIsAnOrdinaryRunWithoutCheckpoints() throws IOException {
    assertThat(leftAlone.manifest().runs()).hasSize(6);
    for (PlannedRun run : leftAlone.manifest().runs()) {
      RunFolder ordinary = RunFolder.open(leftAlone.of(run));
      assertThat(ordinary.manifest().status()).isEqualTo(Status.FINISHED);
      assertThat(ordinary.manifest().machine().threads()).isEqualTo(1);
      assertThat(ordinary.manifest().experiment().overrides())
          .containsEntry("lr", run.values().get("lr"))
          .containsEntry("seed", Long.toString(run.seed()));
      assertThat(ordinary.metrics()).hasSize(15);
      assertThat(ordinary.checkpoints()).isEmptyDirectory();
      assertThat(ordinary.reportFile()).exists();
    }
    assertThat(Files.readAllLines(leftAlone.resultsFile())).hasSize(1 + 6);
    assertThat(Files.readAllLines(leftAlone.summaryFile())).hasSize(1 + 2);
    assertThat(programs.said("alone")).contains("6 runs, 2 at once", "Finished.", "3 of 3");
  }

  @Test
  void aRunComputesWhatItWouldComputeAlone() throws Exception {
    PlannedRun last = leftAlone.manifest().runs().get(5);
    Process program =
        programs.start(
            "single", "run", leftAlone.experimentOf(last).toString(), "--set", "seed=44");
    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(program.exitValue()).as(programs.said("single")).isZero();

    try (Stream<Path> runs = Files.list(folder.resolve("single/rates"))) {
      RunFolder single = RunFolder.open(runs.findFirst().orElseThrow());
      assertThat(withoutSeconds(single))
          .isEqualTo(withoutSeconds(RunFolder.open(leftAlone.of(last))));
    }
  }

  @Test
  void aRunWhoseProcessIsKilledIsTriedOnceMore() throws Exception {
    Process program = programs.start("one-killed", "run", folder.resolve("rates.yaml").toString());
    awaitEpoch("one-killed", 5);

    program.children().findFirst().orElseThrow().destroyForcibly();

    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(program.exitValue()).as(programs.said("one-killed")).isZero();
    assertThat(programs.said("one-killed"))
        .contains("is tried once more: its process was ended by signal 9");
    assertSameTables("one-killed");
  }

  @Test
  void aSweepThatIsKilledWithAllItsProcessesGoesOn() throws Exception {
    Process program = programs.start("all-killed", "run", folder.resolve("rates.yaml").toString());
    awaitEpoch("all-killed", 5);
    List<ProcessHandle> all = program.descendants().toList();

    program.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    program.waitFor();
    Process resumed =
        programs.start("all-killed", "run", "--resume", sweep("all-killed").path().toString());

    assertThat(resumed.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(resumed.exitValue()).as(programs.said("all-killed")).isZero();
    assertSameTables("all-killed");
  }

  @Test
  void aSweepWhoseOwnProcessAloneIsKilledGoesOnWhenItsRunsHaveEnded() throws Exception {
    Process program =
        programs.start("parent-killed", "run", folder.resolve("rates.yaml").toString());
    awaitEpoch("parent-killed", 5);

    program.destroyForcibly().waitFor();
    Process resumed =
        programs.start(
            "parent-killed", "run", "--resume", sweep("parent-killed").path().toString());

    assertThat(resumed.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(resumed.exitValue()).as(programs.said("parent-killed")).isZero();
    assertSameTables("parent-killed");
  }

  @Test
  void aSweepThatIsAskedToEndFinishesFilesAndGoesOnLater() throws Exception {
    Process program = programs.start("asked", "run", folder.resolve("rates.yaml").toString());
    awaitEpoch("asked", 5);

    program.destroy();
    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(programs.said("asked")).contains("Stopping: 2 runs", "Interrupted.", "-Dresume=");
    RunFolder first = RunFolder.open(sweep("asked").of(sweep("asked").manifest().runs().get(0)));
    assertThat(first.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(first.reportFile()).exists();

    Process resumed = programs.start("asked", "run", "--resume", sweep("asked").path().toString());
    assertThat(resumed.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(resumed.exitValue()).as(programs.said("asked")).isZero();
    assertSameTables("asked");
  }

  @Test
  void aRunThatCannotStartHasFailedAndTheOthersAreAsTheyWere() throws Exception {
    Path copy = folder.resolve("other-images");
    Pictures.write(copy, 192);
    String vary = "vary: [{lr: [0.001, 0.01]}, {dataset: [" + copy + "]}]";
    Files.writeString(
        folder.resolve("one-cannot.yaml"),
        SWEEP
            .formatted(folder.resolve("images"))
            .replace("vary: {lr: [0.001, 0.01]}", vary)
            .replace("repeats: 3", "repeats: 1"));
    SweepFolder planned = plan("one-cannot");
    deleteAll(copy);

    Process program = programs.start("one-cannot", "run", "--resume", planned.path().toString());

    assertThat(program.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(program.exitValue()).as(programs.said("one-cannot")).isEqualTo(Sweeping.SOME_FAILED);
    List<String> rows = Files.readAllLines(planned.resultsFile());
    assertThat(rows.get(3)).contains("failed", "other-images");
    assertThat(figures(rows.get(1)))
        .isEqualTo(figures(Files.readAllLines(leftAlone.resultsFile()).get(1)));
  }

  /** Train loss, validation loss, and so on of all epochs. */
  private static String figures(String row) {
    return row.substring(row.indexOf("finished"), row.lastIndexOf(','));
  }

  private SweepFolder plan(String name) {
    Path runs = folder.resolve(name);
    return SweepFolder.create(
        runs,
        ExperimentRun.experiments(ConfigFolder.find(System.getProperties()))
            .plan(folder.resolve(name + ".yaml").toString(), ""),
        Instant.now());
  }

  private static void deleteAll(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertSameTables(String name) throws IOException {
    assertThat(sweep(name).resultsFile())
        .hasSameTextualContentAs(leftAlone.resultsFile(), StandardCharsets.UTF_8);
    assertThat(sweep(name).summaryFile())
        .hasSameTextualContentAs(leftAlone.summaryFile(), StandardCharsets.UTF_8);
  }

  /** Waits until any run of a sweep has got to an epoch. */
  private static void awaitEpoch(String name, int epoch) throws Exception {
    Path runs = folder.resolve(name);
    for (int i = 0; i < MINUTES * 60 * 50; i++) {
      if (Files.isDirectory(runs)) {
        try (Stream<Path> files = Files.walk(runs)) {
          boolean isThere =
              files
                  .filter(file -> file.endsWith("metrics.csv"))
                  .anyMatch(file -> lines(file) > epoch);
          if (isThere) {
            return;
          }
        } catch (UncheckedIOException e) {
          // A folder has just got its name.
        }
      }
      Thread.sleep(20);
    }
    fail("no run got to epoch %s", epoch);
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      return 0;
    }
  }

  private static SweepFolder sweep(String name) {
    return SweepFolder.find(folder.resolve(name).resolve("rates")).orElseThrow();
  }
}
