package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.run.RunFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page's requests are answered. */
class CapturesApiTest {
  private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path runs;

  @Test
  void aFolderThatDoesNotExistHasNoRuns() {
    Answer answer = new CapturesApi(runs.resolve("none")).answer("runs", Map.of());
    assertThat(text(answer)).isEqualTo("[]");
  }

  @Test
  void runsAreListedNewestFirst() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    SampleRun.create(runs, "b", NOON);
    JsonNode list = json(200, "runs");
    assertThat(list.findValuesAsString("id"))
        .containsExactly("b/2026-11-23T12-00-00Z", "a/2026-11-23T08-00-00Z");
    JsonNode finished = list.get(1);
    assertThat(finished.get("experiment").asString()).isEqualTo("a");
    assertThat(finished.get("description").asString()).isEqualTo("What is <seen> of it?");
    assertThat(finished.get("status").asString()).isEqualTo("finished");
    assertThat(finished.get("reason").isNull()).isTrue();
    assertThat(finished.get("started").asString()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(finished.get("ended").asString()).isEqualTo("2026-11-23T08:01:00Z");
    assertThat(finished.get("stepsDone").asInt()).isEqualTo(10);
    assertThat(finished.get("stepsPlanned").asInt()).isEqualTo(20);
    assertThat(finished.get("errorRate").asDouble()).isEqualTo(0.25);
    assertThat(finished.get("notes").get(0).asString()).isEqualTo("MNIST is not there");
    assertThat(list.get(0).get("status").asString()).isEqualTo("running");
    assertThat(list.get(0).get("errorRate").isNull()).isTrue();
  }

  @Test
  void aBrokenRunIsListedBesideTheOthers() throws IOException {
    SampleRun.finished(runs, "good", MORNING, 10);
    Path broken = Files.createDirectories(runs.resolve("broken/2026-11-23T11-00-00Z"));
    Files.writeString(broken.resolve("manifest.json"), "{\"status\": ");
    JsonNode list = json(200, "runs");
    assertThat(list.findValuesAsString("status")).containsExactly("unreadable", "finished");
    assertThat(list.get(0).get("reason").asString()).contains("is not a run's manifest");
    assertThat(list.get(0).get("started").asString()).isEqualTo("2026-11-23T11:00:00Z");
  }

  @Test
  void aRunHasItsSettingsItsFiguresAndWhatWasCaptured() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode run = json(200, "run", "id", "a/2026-11-23T08-00-00Z");
    assertThat(run.get("status").asString()).isEqualTo("finished");
    assertThat(run.get("settings").toString())
        .isEqualTo(
            "{\"name\":\"a\",\"lr\":\"[0.1, 0.01]\",\"capture.every\":\"1\","
                + "\"capture.range\":\"[0.0, 10.0]\"}");
    assertThat(run.get("data").toString())
        .isEqualTo(
            "{\"name\":\"synthetic-digits\",\"origin\":\"drawn\",\"note\":\"MNIST is not there\"}");
    assertThat(run.get("weights").get("note").isNull()).isTrue();
    assertThat(run.get("epochs").toString())
        .isEqualTo(
            "[{\"epoch\":1,\"lastStep\":9,\"trainLoss\":0.5,\"validLoss\":\"NaN\","
                + "\"errorRate\":0.25,\"seconds\":12.5}]");
    assertThat(run.get("capture").toString())
        .isEqualTo(
            "{\"vertices\":[\"conv1\",\"conv2_x\"],\"every\":1,\"bins\":4,\"range\":[0.0,10.0]}");
    assertThat(run.get("firstStep").asInt()).isEqualTo(0);
    assertThat(run.get("lastStep").asInt()).isEqualTo(9);
    assertThat(run.get("problems").isEmpty()).isTrue();
  }

  @Test
  void aRunThatHasJustBegunHasNothingCaptured() throws IOException {
    SampleRun.create(runs, "a", MORNING);
    JsonNode run = json(200, "run", "id", "a/2026-11-23T08-00-00Z");
    assertThat(run.get("status").asString()).isEqualTo("running");
    assertThat(run.get("capture").isNull()).isTrue();
    assertThat(run.get("lastStep").isNull()).isTrue();
  }

  @Test
  void aRunWhoseStorageIsBrokenSaysSo() throws IOException {
    RunFolder folder = SampleRun.finished(runs, "a", MORNING, 10);
    Files.writeString(folder.storageFile(), "this is no database, and never was one of any kind");
    JsonNode run = json(200, "run", "id", "a/2026-11-23T08-00-00Z");
    assertThat(run.get("status").asString()).isEqualTo("unreadable");
    assertThat(run.get("reason").asString()).contains("storage.db");
    assertThat(run.get("settings").get("name").asString()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/none",
        "none",
        "",
        "../x",
        "a/..",
        "a/../a",
        "/etc/passwd",
        "a/b/c",
        "a/\0",
        "a/"
      })
  void whatIsNoRunIsNotFound(String id) throws IOException {
    SampleRun.finished(runs, "a", MORNING, 1);
    Answer answer = new CapturesApi(runs).answer("run", Map.of("id", id));
    assertThat(answer.status()).isEqualTo(id.isEmpty() ? 400 : 404);
    assertThat(text(answer)).startsWith("{\"error\":\"");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(new CapturesApi(runs).answer("nothing", Map.of()).status()).isEqualTo(404);
  }

  private JsonNode json(int status, String path, String... parameters) {
    Map<String, String> query = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], parameters[i + 1]);
    }
    Answer answer = new CapturesApi(runs).answer(path, query);
    String text = text(answer);
    assertThat(answer.status()).as(text).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/json");
    return JsonMapper.shared().readTree(text);
  }

  private static String text(Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      answer.body().writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
