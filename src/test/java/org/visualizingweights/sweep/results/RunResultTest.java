package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.findings.Outcome;
import org.visualizingweights.findings.Symptoms;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.sweep.plan.PlannedRun;

/** What came of a run, as its folder has it. */
class RunResultTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final PlannedRun PLAN =
      new PlannedRun(1, "1-lr=1", Map.of("lr", "1"), 42, "", false);

  @TempDir Path sweep;

  private RunFolder run(String name, Manifest manifest) {
    RunFolder run = RunFolder.createAt(sweep.resolve(name), manifest, Map.of());
    try (RunStorage storage = RunStorage.open(run.storageFile(), name)) {
      CaptureWriter captures =
          new CaptureWriter(storage, new CaptureSettings(List.of("conv1"), 1, 40, 0, 10));
      for (int i = 0; i < 20; i++) {
        captures.put(new Step(i, 0, i < 5 ? 2 : Double.NaN, List.of(ones())));
      }
    }
    run.append(new EpochMetrics(1, 19, 2, Double.NaN, 0.9, 7));
    return run;
  }

  /** A hundred ones. */
  private static Capture ones() {
    long[] bins = new long[40];
    bins[4] = 100;
    return new Capture(
        "conv1",
        bins,
        0,
        0,
        0,
        0,
        0,
        new Magnitudes(127, new long[] {100}),
        1,
        0,
        1,
        1,
        Optional.empty());
  }

  private static Manifest started(Instant start) {
    return Manifest.start(
        new ExperimentSummary("rates", "", "1", Map.of(), 42),
        Map.of(),
        Progress.planned(20, 1),
        "CPU",
        new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
        new Machine("a CPU", 2, 2, 1L << 34),
        start);
  }

  private RunResult result(RunFolder run) {
    return RunResult.of(PLAN, run.path());
  }

  @Test
  void figuresAndWhetherItBrokeAreRead() {
    RunResult result = result(run("a", started(START).finished(START)));

    assertThat(result.ending()).isEqualTo(Ending.FINISHED);
    assertThat(result.reason()).isEmpty();
    assertThat(result.epochs()).hasSize(1);
    assertThat(result.symptoms().outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.symptoms().notFiniteStep()).hasValue(5);
    assertThat(result.symptoms().largestGrowth()).hasValue(1);
  }

  @Test
  void whyARunEndedBeforeItsTimeIsSaid() {
    Manifest manifest = started(START).interrupted("it was asked to stop", START);

    assertThat(result(run("asked", manifest)).reason()).isEqualTo("it was asked to stop");
  }

  @Test
  void whichProcessIsGoneIsNoMatter() {
    // Nobody has the lock of this one.
    assertThat(result(run("killed", started(START))))
        .returns(Ending.INTERRUPTED, RunResult::ending)
        .returns("its process is gone: it was killed, or the machine stopped", RunResult::reason);
  }

  @Test
  void whyARunFailedSaysNothingOfTheMachine() {
    Path data = Path.of("/home/me/data/images");

    assertThat(result(run("a", started(START).failed("Cannot read " + data, START))))
        .returns(Ending.FAILED, RunResult::ending)
        .returns("Cannot read images", RunResult::reason);
  }

  @Test
  void whenAndHowLongARunWasOnIsNoMatter() {
    Instant later = START.plus(Duration.ofDays(3));
    RunFolder first = run("first", started(START).finished(START.plusSeconds(7)));
    RunFolder other = run("other", started(later).finished(later.plusSeconds(700)));

    assertThat(ResultsFile.of(List.of("lr"), List.of(result(other))))
        .isEqualTo(ResultsFile.of(List.of("lr"), List.of(result(first))))
        .doesNotContain("2026", "other", "first", sweep.toString());
  }

  @Test
  void aRunThatHasNotBegunIsMissing() throws IOException {
    assertThat(RunResult.of(PLAN, sweep.resolve("nothing")).ending()).isEqualTo(Ending.MISSING);
    assertThat(RunResult.of(PLAN, Files.createDirectory(sweep.resolve("empty"))).ending())
        .isEqualTo(Ending.MISSING);
  }

  @Test
  void aDamagedStorageLeavesTheFiguresOfTheEpochs() throws IOException {
    RunFolder run = run("a", started(START).finished(START));
    Files.writeString(run.storageFile(), "this is no storage");

    RunResult result = result(run);
    assertThat(result.ending()).isEqualTo(Ending.FINISHED);
    assertThat(result.epochs()).hasSize(1);
    assertThat(result.symptoms()).isEqualTo(Symptoms.NONE);
    assertThat(result.reason()).contains("storage.db").doesNotContain(sweep.toString());
  }

  @Test
  void aStorageThatIsGoneIsMissed() throws IOException {
    RunFolder run = run("a", started(START).finished(START));
    Files.delete(run.storageFile());

    assertThat(result(run).reason()).isEqualTo("storage.db is missing");
  }

  @Test
  void damagedMetricsAreSaidOnce() throws IOException {
    RunFolder run = run("a", started(START).finished(START));
    Files.writeString(run.metricsFile(), "epoch,train_loss\nx,y\n");

    RunResult result = result(run);
    assertThat(result.epochs()).isEmpty();
    assertThat(result.reason()).containsOnlyOnce("metrics.csv, line 2");
  }

  @Test
  void aDamagedManifestLeavesARunUnreadable() throws IOException {
    RunFolder run = run("a", started(START).finished(START));
    Files.writeString(run.manifestFile(), "{\"status\": ");

    RunResult result = result(run);
    assertThat(result.ending()).isEqualTo(Ending.UNREADABLE);
    assertThat(result.reason()).contains("manifest").doesNotContain("\n", sweep.toString());
  }
}
