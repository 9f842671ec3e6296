package org.visualizingweights.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.experiment.Sweep.Variant;

class SweepFolderTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");

  @TempDir Path runs;

  private Experiment experiment;
  private SweepFolder made;

  @BeforeEach
  void make() {
    experiment =
        ExperimentRun.experiments(ConfigFolder.find(System.getProperties()))
            .read("untrained", "seed=7");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("pretrained", "false");
    values.put("lr", "[0.1, 0.01]");
    Sweep sweep =
        new Sweep(
            "rates",
            "Which?",
            List.of("pretrained", "lr"),
            List.of(new Variant(values, experiment, true)));
    made = SweepFolder.create(runs, sweep, START);
  }

  @Test
  void aPlanIsReadAsItWasMade() {
    SweepFolder read = SweepFolder.open(made.path());

    assertThat(made.path()).isEqualTo(runs.resolve("rates/2026-11-23T10-15-30Z"));
    assertThat(read.manifest()).isEqualTo(made.manifest());
    PlannedRun run = read.manifest().runs().get(0);
    assertThat(run.values().keySet()).as("in their order").containsExactly("pretrained", "lr");
    assertThat(run.folder()).isEqualTo("1-pretrained=false,lr=0.1,0.01,seed=7");
    assertThat(read.experimentOf(run)).hasContent(experiment.toYaml());
    assertThat(read.deviation(run, Optional.empty())).isEmpty();
  }

  @Test
  void aSecondSweepInTheSameSecondHasAnotherFolder() {
    Path first = made.path();
    make();

    assertThat(made.path()).isEqualTo(first.resolveSibling("2026-11-23T10-15-30Z-2"));
  }

  @Test
  void theFolderOfAllStartsStandsForTheNewest() {
    assertThat(SweepFolder.find(runs.resolve("rates")).orElseThrow().path()).isEqualTo(made.path());
    assertThat(SweepFolder.find(runs)).isEmpty();
    assertThat(SweepFolder.find(runs.resolve("nowhere"))).isEmpty();
  }

  @Test
  void aPlanThatIsDamagedIsNamedWithACure() throws IOException {
    Files.writeString(made.path().resolve("sweep.json"), "{\"name\": \"rat");

    assertThatThrownBy(() -> SweepFolder.find(runs.resolve("rates")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("sweep.json is not a sweep's plan any more")
        .hasMessageContaining("a copy of the file is put back")
        .hasMessageNotContaining("REDACTED");
  }
}
