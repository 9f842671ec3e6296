package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.run.RunFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs of somebody else's making, beside one that is as it should be. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRunsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final String AT = "/2026-11-23T10-15-30Z";
  private static final String HTML = "<img src=x onerror=alert(1)>\"'</script>${7*7}";

  @TempDir static Path runs;
  private static RunFolder good;

  @BeforeAll
  static void make() throws IOException, SQLException {
    good = SampleRun.finished(runs, "good", START, 10);
    manifests();
    storages();
    file("metrics.csv", "metrics-long", "epoch,train_loss\n1," + "9".repeat(5 << 20) + "\n");
    file("metrics.csv", "metrics-wide", "x,".repeat(500_000) + "epoch\n1,2\n");
    file(
        "metrics.csv",
        "metrics-of-no-epoch",
        "epoch,train_loss,valid_loss,error_rate,seconds\n" + "NaN,1,1,1,1\n");
    file("experiment.yaml", "settings-deep", "[".repeat(60_000));
    file("experiment.yaml", "settings-large", "#" + "x".repeat(1 << 20));
  }

  /** A copy of the good one. */
  private static RunFolder run(String name) throws IOException {
    Path copy = Files.createDirectories(runs.resolve(name + AT));
    for (Path file :
        List.of(
            good.manifestFile(), good.metricsFile(), good.experimentFile(), good.storageFile())) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return RunFolder.open(copy);
  }

  private static void file(String file, String name, String content) throws IOException {
    Files.writeString(run(name).path().resolve(file), content);
  }

  private static void manifests() throws IOException {
    JsonMapper json = JsonMapper.shared();
    JsonNode whole = json.readTree(Files.readString(run("plain").manifestFile()));
    for (String key : whole.propertyNames()) {
      manifest("without-" + key, manifest -> manifest.remove(key));
      manifest("null-" + key, manifest -> manifest.putNull(key));
      manifest("number-" + key, manifest -> manifest.put(key, 42));
      manifest("text-" + key, manifest -> manifest.put(key, HTML));
      manifest("object-" + key, manifest -> manifest.putObject(key).put("a", "b"));
      manifest("list-" + key, manifest -> manifest.putArray(key).add(1));
      if (whole.get(key).isObject()) {
        for (String inner : whole.get(key).propertyNames()) {
          String name = key + "-" + inner;
          manifest("null-" + name, manifest -> inner(manifest, key).putNull(inner));
          manifest("number-" + name, manifest -> inner(manifest, key).put(inner, -1e300));
        }
      }
    }
    for (String time : List.of("+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z")) {
      manifest("year" + time.charAt(0), manifest -> manifest.put("started", time));
    }
    manifest("way-out", manifest -> inner(manifest, "experiment").put("name", "../../../etc"));
    manifest("long", manifest -> inner(manifest, "experiment").put("name", "n".repeat(5 << 20)));
    file("manifest.json", "deep", "{\"experiment\":" + "[".repeat(1_000_000));
    file("manifest.json", "list", "[]");
  }

  private static ObjectNode inner(ObjectNode manifest, String key) {
    return (ObjectNode) manifest.get(key);
  }

  private static void manifest(String name, Consumer<ObjectNode> change) throws IOException {
    Path file = run(name).manifestFile();
    ObjectNode manifest = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
    change.accept(manifest);
    Files.writeString(file, JsonMapper.shared().writeValueAsString(manifest));
  }

  private static void storages() throws IOException, SQLException {
    storage(
        "storage-endless",
        "ALTER TABLE Records RENAME TO Real",
        "CREATE VIEW Records AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
            + " SELECT Written + x AS Written, Kind, Iteration, Millis, Bytes FROM Real, c");
    storage(
        "storage-null",
        "CREATE TABLE Loose AS SELECT * FROM Records",
        "DROP TABLE Records",
        "ALTER TABLE Loose RENAME TO Records",
        "UPDATE Records SET Bytes = NULL");
    storage("storage-last-step", "UPDATE Records SET Iteration = 2147483647 WHERE Iteration = 9");
    storage("storage-text", "UPDATE Records SET Bytes = 'hello'");
    storage("storage-empty", "DELETE FROM Records");
    file("storage.db", "storage-none", "");
    file("storage.db", "storage-garbage", "x".repeat(100_000));
  }

  private static void storage(String name, String... statements) throws IOException, SQLException {
    Path file = run(name).storageFile();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> names() throws IOException {
    try (var folders = Files.list(runs)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theListHasThemAllAndSaysWhyOneCannotBeRead() throws IOException {
    JsonNode list = Ask.json(new CapturesApi(runs), 200, "runs");

    assertThat(list).hasSameSizeAs(names());
    assertThat(list.toString()).doesNotContain(runs.toString());
    for (JsonNode run : list) {
      String id = run.get("id").asString();
      assertThat(run.get("status").asString())
          .as(id)
          .isIn(id.equals("good" + AT) ? List.of("finished") : everyStatus());
      if (run.get("status").asString().equals("unreadable")) {
        assertThat(run.get("reason").asString()).as(id).isNotBlank().hasSizeLessThan(1000);
      }
    }
    for (String name : List.of("year+", "year-", "way-out", "long", "deep", "list")) {
      assertThat(entry(list, name).get("status").asString()).as(name).isEqualTo("unreadable");
    }
  }

  private static List<String> everyStatus() {
    return List.of("finished", "running", "failed", "interrupted", "unreadable");
  }

  private static JsonNode entry(JsonNode list, String name) {
    return list.valueStream()
        .filter(run -> run.get("id").asString().equals(name + AT))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyAnswerIsGivenSoonAndSaysNothingOfTheMachine() throws IOException {
    CapturesApi api = new CapturesApi(runs);
    List<String> wrong = new ArrayList<>();
    for (String name : names()) {
      for (String path : List.of("run", "progress", "columns", "parameters", "findings")) {
        long start = System.nanoTime();
        String text = answer(api, path, name, wrong);
        if (text.contains(runs.toString())) {
          wrong.add(name + ", " + path + ": " + text);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).as("%s of %s", path, name).isLessThan(Duration.ofSeconds(5));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String answer(CapturesApi api, String path, String name, List<String> wrong) {
    try {
      Answer answer = api.answer(path, Map.of("id", name + AT));
      assertThat(answer.status()).as("%s of %s", path, name).isIn(200, 404);
      return Ask.text(answer);
    } catch (RuntimeException e) {
      wrong.add(name + ", " + path + ": " + e);
      return "";
    }
  }

  @Test
  void aRehearsalIsNotDisturbed() {
    new CapturesApi(runs).warmUp();
  }
}
