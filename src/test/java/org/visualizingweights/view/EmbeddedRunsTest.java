package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs as one piece of JSON. */
class EmbeddedRunsTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path folder;

  @Test
  void everythingThatThePageAsksForIsInIt() throws IOException {
    JsonNode run = json(SampleRun.finished(folder, "a", START, 10)).get("runs").get(0);
    assertThat(run.propertyNames())
        .containsExactly("run", "tables", "columns", "parameters", "kernels", "findings");
    assertThat(run.get("run").get("id").asString()).isEqualTo("a/2026-11-23T08-00-00Z");
    for (String scale : List.of("range", "magnitudes")) {
      assertThat(run.get("columns").get(scale).get("scale").asString()).isEqualTo(scale);
      assertThat(run.get("columns").get(scale).get("start").size()).isEqualTo(10);
    }
  }

  @Test
  void runsOfTheSameNameAreToldApart() throws IOException {
    RunFolder one = SampleRun.finished(folder.resolve("x"), "a", START, 1);
    RunFolder other = SampleRun.finished(folder.resolve("y"), "a", START, 1);
    try (EmbeddedRuns runs = new EmbeddedRuns(OutputStream.nullOutputStream())) {
      assertThat(runs.add(new MergedRun(one), Optional.empty()))
          .isEqualTo("a/2026-11-23T08-00-00Z");
      assertThat(runs.add(new MergedRun(other), Optional.empty()))
          .isEqualTo("a/2026-11-23T08-00-00Z (2)");
    }
  }

  @Test
  void whatCannotBeReadIsLeftOut() throws IOException {
    RunFolder broken = SampleRun.finished(folder, "a", START, 1);
    Files.writeString(broken.storageFile(), "this is no database, and never was one of any kind");
    JsonNode runs = json(broken, SampleRun.finished(folder, "b", START, 1)).get("runs");
    assertThat(runs.get(0).get("run").get("status").asString()).isEqualTo("unreadable");
    assertThat(runs.get(0).get("columns").isEmpty()).isTrue();
    assertThat(runs.get(1).get("columns").size()).isEqualTo(2);
  }

  private static JsonNode json(RunFolder... folders) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EmbeddedRuns runs = new EmbeddedRuns(out)) {
      Stream.of(folders).map(MergedRun::new).forEach(run -> runs.add(run, Optional.empty()));
    }
    return JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
  }
}
