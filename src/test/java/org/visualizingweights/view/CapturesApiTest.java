package org.visualizingweights.view;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunsThatGoOn;
import org.visualizingweights.run.WatchedRun;
import tools.jackson.databind.JsonNode;

/** What the page's requests are answered. */
class CapturesApiTest {
  @RegisterExtension final RunsThatGoOn goingOn = new RunsThatGoOn();

  private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path runs;

  @Test
  void aFolderThatDoesNotExistHasNoRuns() {
    Answer answer = new CapturesApi(runs.resolve("none")).answer("runs", Map.of());
    assertThat(Ask.text(answer)).isEqualTo("[]");
  }

  @Test
  void runsAreListedNewestFirst() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    goingOn.add(SampleRun.create(runs, "b", NOON));
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
    assertThat(finished.get("fallbacks").get(0).asString())
        .isEqualTo("synthetic-digits is used: MNIST is not there");
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
  void aRunThatWasRenamedIsListedUnderItsNewNameToo() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    Path folder = SampleRun.finished(runs, "a", NOON, 10).path();
    Files.move(folder, Files.createDirectories(runs.resolve("b/c")).resolve("d"));
    JsonNode list = json(200, "runs");
    assertThat(list.findValuesAsString("id")).containsExactly("b/c/d", "a/2026-11-23T08-00-00Z");
    assertThat(list.findValuesAsString("experiment")).containsExactly("a", "a");
    assertThat(list.get(0).get("name").asString()).isEqualTo("b/c/d");
    assertThat(list.get(1).get("name").isNull()).isTrue();
    assertThat(json(200, "columns", "id", "b/c/d").get("to").asInt()).isEqualTo(9);
    Answer file = Ask.ask(new CapturesApi(runs), "download", "id", "b/c/d");
    assertThat(file.fileName()).contains("b_c_d_activations_from-0.csv");
  }

  @Test
  void aRunOfWhichNothingCanBeReadIsListedWhereverItLies() throws IOException {
    Files.createFile(Files.createDirectories(runs.resolve("top")).resolve("storage.db"));
    Files.createFile(Files.createDirectories(runs.resolve("a/b/c")).resolve("manifest.json"));
    JsonNode list = json(200, "runs");
    assertThat(list.findValuesAsString("id")).containsExactly("a/b/c", "top");
    assertThat(list.findValuesAsString("status")).containsExactly("unreadable", "unreadable");
    assertThat(list.findValuesAsString("experiment")).containsExactly("a/b", "top");
    assertThat(list.get(1).get("reason").asString()).contains("has no manifest.json");
    json(404, "run", "id", "top");
  }

  @Test
  void aRunHasItsSettingsItsFiguresAndWhatWasCaptured() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode run = json(200, "run", "id", "a/2026-11-23T08-00-00Z");
    assertThat(run.get("status").asString()).isEqualTo("finished");
    assertThat(run.get("settings").toString())
        .isEqualTo(
            "{\"name\":\"a\",\"lr\":\"[0.1, 0.01]\",\"capture.every\":\"1\","
                + "\"capture.range\":\"[0.0, 10.0]\",\"network\":\"resnet18\"}");
    assertThat(run.get("data").toString())
        .isEqualTo("{\"name\":\"synthetic-digits\",\"origin\":\"drawn\"}");
    assertThat(run.get("fallbacks").toString())
        .isEqualTo("[\"synthetic-digits is used: MNIST is not there\"]");
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
  void aRunOfManyEpochsIsToldInNoMoreRowsThanAPictureHasColumns() throws IOException {
    RunFolder run = SampleRun.finished(runs, "a", MORNING, 10);
    StringBuilder metrics =
        new StringBuilder("epoch,train_loss,valid_loss,error_rate,seconds,last_step\n");
    for (int epoch = 1; epoch <= 100_000; epoch++) {
      metrics.append(epoch + ",0.5,0.5,0.25,0.1," + (epoch - 1) + "\n");
    }
    Files.writeString(run.metricsFile(), metrics);

    JsonNode epochs = json(200, "run", "id", "a/2026-11-23T08-00-00Z").get("epochs");

    assertThat(epochs.size()).isBetween(500, 1000);
    assertThat(epochs.get(epochs.size() - 1).get("epoch").asInt()).isEqualTo(100_000);
    assertThat(json(200, "runs").get(0).get("errorRate").asDouble()).isEqualTo(0.25);

    JsonNode rows =
        json(200, "download", "id", "a/2026-11-23T08-00-00Z", "what", "epochs", "format", "json")
            .get("rows");
    assertThat(rows.size()).isEqualTo(100_000);
    assertThat(rows.get(4711).toString()).isEqualTo("[4712,4711,0.5,0.5,0.25,0.1]");
  }

  @Test
  void aRunThatHasJustBegunHasNothingCaptured() throws IOException {
    goingOn.add(SampleRun.create(runs, "a", MORNING));
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
    assertThat(Ask.text(answer)).startsWith("{\"error\":\"");
  }

  /** Whatever is there: nobody is to be told of its failures, and nothing is to be left behind. */
  @Test
  void aRehearsalTakesTheNewestRunThatCanBeShown() throws IOException {
    new CapturesApi(runs.resolve("none")).warmUp();
    new CapturesApi(runs).warmUp();
    RunFolder shown = SampleRun.finished(runs, "a", MORNING, 10);
    RunFolder broken = SampleRun.finished(runs, "b", NOON, 10);
    Files.writeString(broken.storageFile(), "this is no database, and never was one of any kind");
    goingOn.add(SampleRun.create(runs, "c", NOON));
    CapturesApi api = new CapturesApi(runs);
    api.warmUp();
    try (Stream<Path> files = Files.list(shown.path())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "experiment.yaml",
              "manifest.json",
              "metrics.csv",
              "storage.db",
              "checkpoints",
              "charts");
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(new CapturesApi(runs).answer("nothing", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void columnsHaveTheCountsOfTheirSteps() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode columns =
        json(200, "columns", "id", "a/2026-11-23T08-00-00Z", "from", "2", "to", "7", "width", "2");
    assertThat(columns.get("from").asInt()).isEqualTo(2);
    assertThat(columns.get("to").asInt()).isEqualTo(7);
    assertThat(columns.get("per").asInt()).isEqualTo(4);
    assertThat(columns.get("start").toString()).isEqualTo("[0,4]");
    assertThat(columns.get("steps").toString()).isEqualTo("[4,4]");
    assertThat(columns.get("scale").asString()).isEqualTo("range");
    JsonNode vertex = columns.get("vertices").get(1);
    assertThat(vertex.get("name").asString()).isEqualTo("conv2_x");
    assertThat(vertex.get("edges").toString()).isEqualTo("[0.0,2.5,5.0,7.5,10.0]");
    List<Step> steps = SampleRun.steps(SampleRun.SETTINGS, 0, 8);
    for (int column = 0; column < 2; column++) {
      List<Capture> captures =
          steps.subList(4 * column, 4 * column + 4).stream().map(s -> s.captures().get(1)).toList();
      for (int i = 0; i < 4; i++) {
        int bin = i;
        assertThat(vertex.get("counts").get(column).get(bin).asLong())
            .isEqualTo(captures.stream().mapToLong(c -> c.bins()[bin]).sum());
      }
      assertThat(vertex.get("above").get(column).asLong())
          .isEqualTo(captures.stream().mapToLong(Capture::above).sum());
    }
    assertThat(vertex.get("channels").asInt()).isEqualTo(64);
    assertThat(vertex.propertyNames())
        .containsExactly(
            "name",
            "edges",
            "counts",
            "total",
            "below",
            "above",
            "zeros",
            "nans",
            "infinities",
            "mean",
            "std",
            "min",
            "max",
            "nearZero",
            "channels",
            "dead",
            "saturated");
  }

  @Test
  void columnsSayHowRareCapturesAre() throws IOException {
    RunFolder folder = SampleRun.create(runs, "a", MORNING);
    CaptureSettings each5th = new CaptureSettings(List.of("conv1"), 5, 4, 0, 10);
    SampleRun.store(
        folder, each5th, Stream.of(0, 5, 10, 15).map(i -> SampleRun.step(each5th, i)).toList());
    JsonNode columns =
        json(200, "columns", "id", "a/2026-11-23T08-00-00Z", "from", "5", "to", "12");
    assertThat(columns.get("every").asInt()).isEqualTo(5);
    assertThat(columns.get("start").toString()).isEqualTo("[5,10]");
  }

  /** Whoever has the list asks with its tag. */
  @Test
  void theListHasTheSameTagForAsLongAsNothingChanges() throws IOException {
    CapturesApi api = new CapturesApi(runs);
    SampleRun.finished(runs, "a", MORNING, 10);
    String tag = api.answer("runs", Map.of()).tag().orElseThrow();
    assertThat(api.answer("runs", Map.of()).tag()).contains(tag);
    RunFolder other = SampleRun.finished(runs, "b", NOON, 10);
    String more = api.answer("runs", Map.of()).tag().orElseThrow();
    assertThat(more).isNotEqualTo(tag);
    other.append(new EpochMetrics(2, 19, 1, 1, 0.125, 1));
    Answer again = api.answer("runs", Map.of());
    assertThat(again.tag()).isNotEqualTo(Optional.of(more));
    assertThat(Ask.text(again)).contains("0.125");
    assertThat(new CapturesApi(runs).answer("runs", Map.of()).tag()).isNotEqualTo(again.tag());
  }

  @Test
  void columnsOfMagnitudesHaveTheirClasses() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode columns =
        json(200, "columns", "id", "a/2026-11-23T08-00-00Z", "scale", "magnitudes", "per", "8");
    assertThat(columns.get("per").asInt()).isEqualTo(8);
    JsonNode vertex = columns.get("vertices").get(0);
    int classes = vertex.get("classes").size();
    assertThat(vertex.get("classes").get(0).toString())
        .isEqualTo("{\"label\":\"0\",\"from\":0.0,\"to\":0.0}");
    assertThat(vertex.get("counts").get(0).size()).isEqualTo(classes);
    assertThat(vertex.has("edges")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "from, -1",
    "from, x",
    "to, 3.5",
    "width, 0",
    "width, 1001",
    "per, 3",
    "per, 0",
    "scale, log",
    "from, 99999999999"
  })
  void aWrongParameterIsRefusedByName(String name, String value) throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode error = json(400, "columns", "id", "a/2026-11-23T08-00-00Z", name, value);
    assertThat(error.get("error").asString()).contains("\"" + name + "\"").contains(value);
  }

  @Test
  void aSpanThatEndsBeforeItBeginsIsRefused() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    json(400, "columns", "id", "a/2026-11-23T08-00-00Z", "from", "5", "to", "4");
  }

  @Test
  void progressIsShort() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    assertThat(json(200, "progress", "id", "a/2026-11-23T08-00-00Z").toString())
        .matches("\\{\"status\":\"finished\",\"lastStep\":9,\"revision\":\"[0-9a-f]{1,8}\"}");
  }

  @Test
  void ofARunThatWasWatchedNothingIsInvented() throws IOException {
    try (WatchedRun watched = WatchedRun.start(runs, "mine", List.of("dense"))) {
      watched.epoch(4).epoch(3).steps(2).note("now");
      watched.validated(1, 0.5, OptionalDouble.empty());

      JsonNode entry = json(200, "runs").get(0);
      assertThat(entry.get("stepsPlanned").asInt()).isZero();
      assertThat(entry.get("errorRate").isNull()).isTrue();
      JsonNode run = json(200, "run", "id", "mine/2026-11-23T10-15-30Z");
      assertThat(run.get("watched").asString()).isEqualTo(WatchedRun.PROGRAM);
      assertThat(run.get("epochsPlanned").asInt()).isZero();
      assertThat(run.get("notes").toString()).isEqualTo("[{\"step\":9,\"text\":\"now\"}]");
      assertThat(run.get("settings").toString())
          .isEqualTo("{\"loss\":\"LossMSE\",\"updater\":\"AdaDelta\"}");
      assertThat(run.get("epochs").findValuesAsString("lastStep")).containsExactly("3", "6");
      assertThat(run.get("epochs").get(0).get("validLoss").asDouble()).isEqualTo(0.5);
      assertThat(run.get("epochs").get(0).get("errorRate").isNull()).isTrue();
      assertThat(run.get("epochs").get(1).get("validLoss").isNull()).isTrue();
      assertThat(run.get("problems").isEmpty()).isTrue();
      assertThat(epochsInCsv()).containsExactly("1", "1", "1", "1", "2", "2", "2", "", "");
    }
  }

  private List<String> epochsInCsv() {
    Answer csv =
        new CapturesApi(runs).answer("download", Map.of("id", "mine/2026-11-23T10-15-30Z"));
    return Ask.text(csv).lines().skip(1).map(line -> line.split(",", -1)[1]).toList();
  }

  @Test
  void aLateValidationAndANoteAreARevision() throws IOException {
    try (WatchedRun watched = WatchedRun.start(runs, "mine", List.of("dense"))) {
      watched.epoch(4);
      String first = revision();
      watched.steps(2).log().write();
      assertThat(revision()).as("as long as only steps are done").isEqualTo(first);

      watched.validated(1, 0.5, OptionalDouble.empty());
      String second = revision();
      assertThat(second).isNotEqualTo(first);
      watched.note("now");

      assertThat(revision()).isNotEqualTo(second);
      JsonNode run = json(200, "run", "id", "mine/2026-11-23T10-15-30Z");
      assertThat(run.get("revision").asString()).isEqualTo(revision());
    }
  }

  private String revision() throws IOException {
    return json(200, "progress", "id", "mine/2026-11-23T10-15-30Z").get("revision").asString();
  }

  @Test
  void binsAreNamedWithoutWhatComesOfRounding() {
    CaptureSettings settings = new CaptureSettings(List.of("v"), 1, 20, -0.5, 0.5);

    assertThat(ActivationTable.columns(settings))
        .contains("bin -0.5 to -0.45", "bin -0.05 to 0.0", "bin 0.3 to 0.35");
  }

  @Test
  void captureByCaptureIsDownloadedAsCsv() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    Answer answer =
        new CapturesApi(runs)
            .answer("download", Map.of("id", "a/2026-11-23T08-00-00Z", "from", "3", "to", "4"));
    assertThat(answer.contentType()).startsWith("text/csv");
    assertThat(answer.fileName()).contains("a_2026-11-23T08-00-00Z_activations_3-4.csv");
    List<String> lines = Ask.text(answer).lines().toList();
    assertThat(lines).hasSize(1 + 2 * 2);
    assertThat(lines.get(0))
        .isEqualTo(
            "iteration,epoch,loss,vertex,total,below,above,zeros,nans,infinities,mean,std,min,max,"
                + "channels,dead,saturated,bin 0.0 to 2.5,bin 2.5 to 5.0,bin 5.0 to 7.5,"
                + "bin 7.5 to 10.0,magnitudes");
    Step step = SampleRun.step(SampleRun.SETTINGS, 3);
    Capture capture = step.captures().get(0);
    assertThat(lines.get(1)).startsWith("3,1," + step.loss() + ",conv1,");
    assertThat(lines.get(1))
        .contains(
            Arrays.stream(capture.bins()).mapToObj(Long::toString).collect(joining(",", ",", ",")));
  }

  @Test
  void theSameIsDownloadedAsJson() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    JsonNode table = json(200, "download", "id", "a/2026-11-23T08-00-00Z", "format", "json");
    assertThat(table.get("columns").get(3).asString()).isEqualTo("vertex");
    assertThat(table.get("rows").size()).isEqualTo(20);
    assertThat(table.get("rows").get(19).size()).isEqualTo(table.get("columns").size());
  }

  @ParameterizedTest
  @CsvSource({"columns, csv", "run, csv", "download, csv", "download, json"})
  void whoeverStopsListeningGetsNoMore(String path, String format) throws IOException {
    SampleRun.finished(runs, "a", MORNING, 400);
    String id = "a/2026-11-23T08-00-00Z";
    Answer answer = Ask.ask(new CapturesApi(runs), path, "id", id, "format", format);
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> answer.body().writeTo(gone))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aRunWithoutParametersSaysSo() throws IOException {
    SampleRun.finished(runs, "a", MORNING, 10);
    String id = "a/2026-11-23T08-00-00Z";
    assertThat(json(200, "parameters", "id", id).toString())
        .isEqualTo("{\"steps\":[],\"layers\":[]}");
    assertThat(json(200, "run", "id", id).get("kernels").asBoolean()).isFalse();
    json(404, "kernels", "id", id);
    json(404, "download", "id", id, "what", "parameters");
  }

  private JsonNode json(int status, String path, String... parameters) {
    return Ask.json(new CapturesApi(runs), status, path, parameters);
  }
}
