package org.visualizingweights.sweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.JsonFile;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Versions;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/** Results that are written after each run of a sweep. */
class ReadOnceTest {
  private static final Versions VERSIONS =
      new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux");

  @TempDir Path folder;

  private final Swept swept = new Swept("lr").ended("1", 1, Ending.MISSING);
  private final PlannedRun plan = swept.manifest().runs().get(0);
  private ReadOnce results;

  @BeforeEach
  void makeSweep() {
    JsonFile.write(folder.resolve("sweep.json"), swept.manifest());
    results = new ReadOnce(SweepFolder.open(folder));
  }

  private RunFolder run(Manifest manifest) {
    return RunFolder.createAt(folder.resolve(plan.folder()), manifest, Map.of());
  }

  private static Manifest manifest() {
    return Manifest.start(
        new ExperimentSummary("rates", "", "1", Map.of(), 1),
        Map.of(),
        Progress.planned(20, 1),
        "CPU",
        VERSIONS,
        new Machine("a CPU", 2, 2, 1L << 34),
        Instant.EPOCH);
  }

  @Test
  void whatHasNotFinishedIsReadAgain() {
    assertThat(results.apply(plan).ending()).isEqualTo(Ending.MISSING);
    RunFolder run = run(manifest().failed("it broke", Instant.EPOCH));
    assertThat(results.apply(plan).ending()).isEqualTo(Ending.FAILED);
    run.write(manifest().finished(Instant.EPOCH));
    assertThat(results.apply(plan).ending()).isEqualTo(Ending.FINISHED);
  }

  @Test
  void whatHasFinishedIsReadOnce() throws IOException {
    RunFolder run = run(manifest().finished(Instant.EPOCH));
    RunResult first = results.apply(plan);
    Files.delete(run.manifestFile());

    assertThat(results.apply(plan)).isSameAs(first);
  }
}
