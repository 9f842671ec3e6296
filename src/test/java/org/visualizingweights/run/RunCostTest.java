package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunCost.RunKind;

/** What runs that have finished tell of others like them. */
class RunCostTest {
  private static final RunKind KIND = new RunKind("resnet18", 32, 64);

  @TempDir Path folder;

  private Map<RunKind, RunCost> costs(RunKind... kinds) {
    return RunCost.longest(new Runs(folder), Set.of(kinds));
  }

  private RunFolder run(String start, RunKind kind, int steps, Status status) {
    RunFolder run = RunFolders.create(folder, "a", Instant.parse(start));
    run.writeExperiment(
        "network: %s\nimage-size: %s\nbatch-size: %s\n"
            .formatted(kind.network(), kind.imageSize(), kind.batchSize()));
    run.append(new EpochMetrics(1, steps - 1, 0.5, 0.5, 0.1, steps * 0.25));
    Manifest manifest = run.manifest().at(new Progress(steps, steps, 1, 1, 0));
    Instant end = Instant.parse(start).plusSeconds(600);
    run.write(
        status == Status.FINISHED ? manifest.finished(end) : manifest.interrupted("Ctrl-C", end));
    return run;
  }

  @Test
  void ofSeveralRunsTheOneOfTheMostStepsTells() {
    run("2026-11-23T08:00:00Z", KIND, 100, Status.FINISHED);
    run("2026-11-23T09:00:00Z", KIND, 10, Status.FINISHED);
    run("2026-11-23T10:00:00Z", KIND, 500, Status.INTERRUPTED);
    run("2026-11-23T11:00:00Z", new RunKind("resnet34", 32, 64), 500, Status.FINISHED);
    RunCost cost = costs(KIND).get(KIND);
    assertThat(cost.id()).isEqualTo("a/2026-11-23T08-00-00Z");
    assertThat(cost.steps()).isEqualTo(100);
    assertThat(cost.seconds()).isEqualTo(25);
  }

  @Test
  void aFolderIsMeasuredWithoutItsCheckpoints() throws IOException {
    RunFolder run = run("2026-11-23T08:00:00Z", KIND, 100, Status.FINISHED);
    long before = costs(KIND).get(KIND).bytes();
    assertThat(costs(KIND).get(KIND).checkpoint()).isEmpty();
    Files.createDirectories(run.charts());
    Files.write(run.charts().resolve("losses.svg"), new byte[5000]);
    Files.createDirectories(run.checkpoints());
    Files.write(run.checkpoints().resolve("1.zip"), new byte[70_000]);
    Files.write(run.checkpoints().resolve("2.zip"), new byte[80_000]);
    RunCost cost = costs(KIND).get(KIND);
    assertThat(cost.bytes()).isEqualTo(before + 5000);
    assertThat(cost.checkpoint()).isEqualTo(OptionalLong.of(80_000));
  }

  @Test
  void whatNoRunTellsIsLeftOut() throws IOException {
    RunKind other = new RunKind("lenet", 32, 64);
    RunFolder run = run("2026-11-23T08:00:00Z", KIND, 100, Status.FINISHED);
    assertThat(costs(other)).isEmpty();
    Files.writeString(run.metricsFile(), "nonsense\n");
    assertThat(costs(KIND)).isEmpty();
    Files.writeString(run.manifestFile(), "nonsense\n");
    assertThat(costs(KIND)).isEmpty();
  }
}
