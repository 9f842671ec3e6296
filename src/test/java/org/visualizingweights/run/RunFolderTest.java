package org.visualizingweights.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;

class RunFolderTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30.9Z");

  @TempDir Path runs;

  @RegisterExtension final RunsThatGoOn goingOn = new RunsThatGoOn();

  /** The folder of a run that goes on in this process. */
  private RunFolder create(String name) {
    return goingOn.add(RunFolders.create(runs, name, START));
  }

  @Test
  void aFileWhereTheFolderOfRunsWasToBeIsNamed() throws IOException {
    Path file = Files.writeString(runs.resolve("a file"), "");

    assertThatThrownBy(() -> RunFolders.create(file, "x", Instant.parse("2026-11-23T10:15:30Z")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " is a file, not a folder: move it away")
        .hasMessageNotContaining("disk full");
    assertThatThrownBy(
            () -> RunFolders.create(runs, "a file", Instant.parse("2026-11-23T10:15:30Z")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " is a file, not a folder: move it away");
  }

  @Test
  void aRunIsNamedAfterItsExperimentAndItsStart() {
    RunFolder folder = RunFolders.create(runs, "break-untrained", START);

    assertThat(folder.path()).isEqualTo(runs.resolve("break-untrained/2026-11-23T10-15-30Z"));
    assertThat(folder.checkpoints()).isDirectory();
    assertThat(folder.charts()).isDirectory();
  }

  @Test
  void runsOfTheSameSecondDoNotShareAFolder() {
    RunFolders.create(runs, "x", START);

    assertThat(RunFolders.create(runs, "x", START).path()).hasFileName("2026-11-23T10-15-30Z-2");
    assertThat(RunFolders.create(runs, "x", START).path()).hasFileName("2026-11-23T10-15-30Z-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "../../etc", "a/b", "a\\b", "c:", "line\nbreak"})
  void aNameThatLeadsElsewhereIsRefused(String name) {
    assertThatThrownBy(() -> RunFolders.create(runs, name, START))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2));
  }

  @Test
  void whatIsNoRunCannotBeOpened() {
    assertThatThrownBy(() -> RunFolder.open(runs))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(runs.toString())
        .hasMessageContaining("manifest.json");
  }

  @Test
  void aManifestIsReadAsItWasWritten() {
    RunFolder folder = create("x");
    Manifest running =
        running()
            .using(
                new Provenance(
                    "imagenet-mlnet",
                    Optional.of("not torchvision's"),
                    "a folder",
                    Map.of("a", "1", "b", "2"),
                    Optional.of("MIT"),
                    Optional.of("torchvision's could not be fetched: no network")),
                new Provenance("random", "Kaiming normal", Map.of()))
            .at(new Progress(700, 1638, 1, 3, 12));
    folder.write(running);
    assertThat(RunFolder.open(folder.path()).manifest()).isEqualTo(running);

    for (Manifest ended :
        List.of(
            running.finished(START.plusSeconds(800)),
            running.failed("No space left on device", START.plusSeconds(800)),
            running.interrupted("Ctrl-C", START.plusSeconds(800)))) {
      folder.write(ended);
      assertThat(folder.manifest()).isEqualTo(ended);
    }
  }

  @Test
  void aManifestReadsWellByEye() throws IOException {
    RunFolder folder = create("x");
    folder.write(running());

    assertThat(Files.readString(folder.manifestFile()))
        .startsWith("{\n  \"status\" : \"running\",")
        .contains("\"started\" : \"2026-11-23T10:15:30.900Z\"", "\"seed\" : 42");
  }

  @Test
  void fieldsOfANewerVersionArePassedOver() throws IOException {
    RunFolder folder = create("x");
    folder.write(running());
    String newer =
        Files.readString(folder.manifestFile())
            .replaceFirst("\\{", "{ \"colour\": [1, {}],")
            .replaceFirst("\"cpu\"", "\"gpu\": \"none\", \"cpu\"");
    Files.writeString(folder.manifestFile(), newer);

    assertThat(folder.manifest()).isEqualTo(running());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}", "{\"status\": \"sleeping\"}", "\u0000\u0001", "null"})
  void whatIsNoManifestIsSaidToBeNone(String text) throws IOException {
    RunFolder folder = create("x");
    Files.writeString(folder.manifestFile(), text);

    assertThatThrownBy(folder::manifest)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageContaining("manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/home/me/x", "..", "a\\\\b", "line\\nbreak", ""})
  void aManifestWhoseExperimentLeadsElsewhereIsNone(String name) throws IOException {
    RunFolder folder = create("x");
    folder.write(running());
    replaceInManifest(folder, "\"name\" : \"[^\"]*\"", "\"name\" : \"" + name + "\"");

    assertThatThrownBy(folder::manifest)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no experiment can be called");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z"})
  void aManifestOfNoTimeOfOursIsNone(String time) throws IOException {
    for (String key : List.of("started", "ended")) {
      RunFolder folder = create("x");
      folder.write(running().finished(START.plusSeconds(60)));
      replaceInManifest(
          folder, "\"%s\" : \"2026[^\"]*\"".formatted(key), "\"%s\" : \"%s\"".formatted(key, time));

      assertThatThrownBy(folder::manifest)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("no run is of the time");
    }
  }

  private static void replaceInManifest(RunFolder folder, String pattern, String by)
      throws IOException {
    String json = Files.readString(folder.manifestFile());
    String changed = json.replaceFirst(pattern, Matcher.quoteReplacement(by));
    assertThat(changed).isNotEqualTo(json);
    Files.writeString(folder.manifestFile(), changed);
  }

  @Test
  void filesOfMegabytesAreNotOfARun() throws IOException {
    RunFolder folder = create("x");
    Files.writeString(folder.manifestFile(), " ".repeat(2 << 20) + "{}");
    assertThatThrownBy(folder::manifest)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("too large to be a run's manifest");
    Files.writeString(folder.metricsFile(), "epoch,train_loss\n" + "9".repeat(40 << 20) + "\n");
    assertThatThrownBy(folder::metrics)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("too large to be the metrics of a run");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingIsReadFromAPipe() throws Exception {
    RunFolder folder = create("x");
    Files.delete(folder.manifestFile());
    for (Path file : List.of(folder.manifestFile(), folder.metricsFile())) {
      Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
      Assumptions.assumeTrue(mkfifo.waitFor() == 0, "needs mkfifo");
    }
    assertThatThrownBy(folder::manifest).isInstanceOf(UserError.class);
    assertThatThrownBy(folder::metrics).isInstanceOf(UserError.class);
  }

  @Test
  void aRunWhoseProcessWasKilledIsReadAsInterrupted() throws Exception {
    RunFolder folder = RunFolders.create(runs, "x", START);
    folder.write(running());
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RestlessWriter.class.getName(),
                folder.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(writer.getInputStream().read()).as("the writer has begun").isEqualTo('.');
      for (int look = 0; look < 200; look++) {
        assertThat(folder.manifest().status()).isEqualTo(Status.RUNNING);
      }
    } finally {
      writer.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    Manifest manifest = folder.manifest();
    assertThat(manifest.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(manifest.reason()).get().asString().contains("" + writer.pid(), "killed");
    assertThat(manifest.progress().steps()).isPositive();
    folder.metrics(); // whatever was written of it can be read
  }

  @Test
  void metricsKeepWhatIsNotFinite() {
    RunFolder folder = create("x");
    List<EpochMetrics> rows =
        List.of(
            new EpochMetrics(1, 545, 0.25, 1e30, 0.0553, 61.5),
            new EpochMetrics(2, 1091, Double.NaN, Double.POSITIVE_INFINITY, 0.9, 60.0));
    assertThat(folder.metrics()).isEmpty();

    rows.forEach(folder::append);

    assertThat(folder.metrics()).isEqualTo(rows);
    assertThat(folder.metricsFile())
        .hasContent(
            """
            epoch,train_loss,valid_loss,error_rate,seconds,last_step
            1,0.25,1.0E30,0.0553,61.5,545
            2,NaN,Infinity,0.9,60.0,1091
            """);
  }

  @Test
  void aFileOfAnEarlierVersionHasItsLastStepsFromThePlan() throws IOException {
    RunFolder folder = create("x");
    folder.write(running());
    Files.writeString(
        folder.metricsFile(),
        """
        epoch,train_loss,valid_loss,error_rate,seconds
        1,0.25,0.5,0.0553,61.5
        2,0.125,0.25,0.05,60.0
        """);

    EpochMetrics third = new EpochMetrics(3, 1637, 0.1, 0.2, 0.04, 60);
    assertThat(folder.metrics()).extracting(EpochMetrics::lastStep).containsExactly(545, 1091);
    folder.append(third);

    assertThat(folder.metrics()).hasSize(3).endsWith(third);
    assertThat(folder.metricsFile())
        .hasContent(
            """
            epoch,train_loss,valid_loss,error_rate,seconds,last_step
            1,0.25,0.5,0.0553,61.5,545
            2,0.125,0.25,0.05,60.0,1091
            3,0.1,0.2,0.04,60.0,1637
            """);
  }

  @Test
  void whatIsNotKnownOfAnEpochIsNoNumber() {
    RunFolder folder = create("x");
    ValidationMetrics regression = new ValidationMetrics(0.5, OptionalDouble.empty());
    EpochMetrics unvalidated = new EpochMetrics(1, 9, 0.25, Optional.empty(), 2);
    EpochMetrics validated = new EpochMetrics(2, 12, 0.25, Optional.of(regression), 2);

    folder.append(unvalidated);
    folder.append(validated);

    assertThat(folder.metrics()).containsExactly(unvalidated, validated);
    assertThat(unvalidated.isNotFinite()).isFalse();
    assertThat(folder.metricsFile())
        .hasContent(
            """
            epoch,train_loss,valid_loss,error_rate,seconds,last_step
            1,0.25,,,2.0,9
            2,0.25,0.5,,2.0,12
            """);
  }

  @Test
  void halfALineIsNotReadAndTheNextRowReplacesIt() throws IOException {
    RunFolder folder = create("x");
    EpochMetrics first = new EpochMetrics(1, 9, 0.5, 0.5, 0.25, 2);
    EpochMetrics second = new EpochMetrics(2, 19, 0.25, 0.25, 0.125, 2);
    folder.append(first);
    Files.writeString(folder.metricsFile(), "2,0.25,0.2", StandardOpenOption.APPEND);
    assertThat(folder.metrics()).containsExactly(first);

    folder.append(second);

    assertThat(folder.metrics()).containsExactly(first, second);
  }

  @Test
  void anEpochThatWasRunAgainCountsOnce() {
    RunFolder folder = create("x");
    folder.append(new EpochMetrics(1, 9, 9, 9, 0.9, 1));
    EpochMetrics again = new EpochMetrics(1, 9, 1, 1, 0.1, 1);
    folder.append(again);

    assertThat(folder.metrics()).containsExactly(again);
  }

  @Test
  void epochsThatAreToBeRunAgainCanBeRemoved() throws IOException {
    RunFolder folder = create("x");
    EpochMetrics first = new EpochMetrics(1, 9, 1 / 3.0, Double.NaN, 0.5, 2);
    folder.append(first);
    folder.append(new EpochMetrics(2, 19, 1, 1, 0.5, 2));
    Files.writeString(folder.metricsFile(), "3,0.25,0.2", StandardOpenOption.APPEND);

    folder.cutBackMetrics(1);

    assertThat(folder.metrics()).containsExactly(first);
    assertThat(folder.metricsFile()).content().hasLineCount(2).endsWith("\n");
    folder.cutBackMetrics(0);
    assertThat(folder.metrics()).isEmpty();
  }

  @Test
  void aRunThatIsResumedSaysSinceWhen() {
    RunFolder folder = create("x");
    Manifest before = running().interrupted("it was asked to stop", START.plusSeconds(9));
    Resumed how =
        new Resumed(
            START.plusSeconds(60),
            546,
            before.versions(),
            before.machine(),
            Optional.of("another"));
    Progress from = new Progress(546, 1638, 1, 3, 2);

    folder.write(before.resumed(before.experiment(), Map.of("lr", "0.01"), from, how));

    Manifest manifest = folder.manifest();
    assertThat(manifest.status()).isEqualTo(Status.RUNNING);
    assertThat(manifest.reason()).isEmpty();
    assertThat(manifest.ended()).isEmpty();
    assertThat(manifest.started()).isEqualTo(START);
    assertThat(manifest.progress()).isEqualTo(from);
    assertThat(manifest.resumed()).containsExactly(how);
  }

  @Test
  void aManifestFromBeforeRunsCouldBeResumedIsRead() throws IOException {
    RunFolder folder = create("x");
    folder.write(running());
    String json = Files.readString(folder.manifestFile());
    Files.writeString(folder.manifestFile(), json.replaceAll(",\\s*\"resumed\" : \\[ ]", ""));

    assertThat(folder.manifestFile()).content().doesNotContain("resumed");
    assertThat(folder.manifest()).isEqualTo(running());
  }

  @Test
  void aSpoiltLineIsNamed() throws IOException {
    RunFolder folder = create("x");
    folder.append(new EpochMetrics(1, 9, 9, 9, 0.9, 1));
    Files.writeString(folder.metricsFile(), "two,1\n", StandardOpenOption.APPEND);

    assertThatThrownBy(folder::metrics)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("two,1");
  }

  @Test
  void aRunThatWasWatchedHasItsNetworkAndNoExperiment() throws IOException {
    try (WatchedRun run = WatchedRun.start(runs, "mine", List.of("dense"))) {
      RunFolder folder = run.folder();

      assertThat(folder.path().resolve(RunFolder.NETWORK)).hasContent("{}");
      assertThat(folder.experimentFile()).doesNotExist();
      assertThat(folder.checkpoints()).doesNotExist();
      assertThat(folder.charts()).isDirectory();
      assertThat(folder.settings())
          .containsOnly(Map.entry("updater", "AdaDelta"), Map.entry("loss", "LossMSE"));
      assertThat(folder.manifest().watched()).contains(WatchedRun.PROGRAM);
      assertThat(RunFolder.open(folder.path()).manifest()).isEqualTo(folder.manifest());
    }
  }

  @Test
  void settingsAreThoseOfTheExperimentWhereThereIsOne() throws IOException {
    RunFolder folder = create("x");
    assertThat(folder.settings()).containsEntry("name", "x");
    Files.delete(folder.experimentFile());
    assertThatThrownBy(folder::settings).isInstanceOf(UserError.class);

    folder.write(
        running()
            .resumed(
                running().experiment(),
                Map.of("lr", "0.5"),
                Progress.UNPLANNED,
                new Resumed(
                    START, 0, running().versions(), running().machine(), Optional.empty())));

    assertThat(folder.settings()).containsOnly(Map.entry("lr", "0.5"));
  }

  @Test
  void aFolderThatCouldNotBeMadeLeavesNothing() throws IOException {
    Manifest manifest = running();
    assertThatThrownBy(
            () -> RunFolder.create(runs, manifest, Map.of("there is no/such folder", "text")))
        .isInstanceOf(UserError.class);

    assertThat(runs.resolve("x")).isEmptyDirectory();
  }

  @Test
  void aManifestThatCouldNotBeReadIsNotWritten() {
    RunFolder folder = create("x");
    Manifest manifest = folder.manifest();
    Manifest large = manifest.watchedIn("x".repeat(1 << 20));

    assertThatThrownBy(() -> folder.write(large))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("too large to be read again");
    assertThat(folder.manifest()).isEqualTo(manifest);
  }

  @Test
  void theSoftwareAndTheMachineAreKnown() {
    Versions versions = Versions.current(Path.of(""));
    Machine machine = Machine.current(2);

    assertThat(versions.deeplearning4j()).isEqualTo("1.0.0-M2.1");
    assertThat(versions.java()).contains(System.getProperty("java.version"));
    if (Files.isDirectory(Path.of(".git"))) {
      assertThat(versions.commit()).isPresent();
    }
    assertThat(versions.commit().orElse("0".repeat(40))).matches("[0-9a-f]{40}(-dirty)?");
    assertThat(machine.cpu()).isNotBlank();
    assertThat(machine.memory()).isGreaterThan(1L << 28);
  }

  static Manifest running() {
    return Manifest.start(
        new ExperimentSummary("x", "What happens?", "0.01", Map.of("epochs", "3"), 42),
        Map.of(),
        Progress.planned(1638, 3),
        "CPU",
        new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
        new Machine("a CPU", 2, 2, 1L << 34),
        START);
  }

  /** Writes as fast as it can, until it is killed. */
  static final class RestlessWriter {
    public static void main(String[] args) {
      RunFolder folder = RunFolder.open(Path.of(args[0]));
      RunLock.acquire(folder.path(), problem -> {});
      Manifest manifest = running();
      for (int step = 1; ; step++) {
        folder.write(manifest.at(new Progress(step, 1638, 0, 3, 0)));
        folder.append(new EpochMetrics(step, step, 1, 1, 1, 1));
        if (step == 1) {
          System.out.print('.');
          System.out.flush();
        }
      }
    }
  }
}
