package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.History;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.WatchedRun;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.view.MergedRun;

/** Runs as one HTML file. */
class ReportTest {
  private static final String HOSTILE =
      "<script>document.title='x'</script>\"'><img src=x onerror=\"document.title='x'\"> ${1+1}"
          + " </title> \u202Eright to left";

  @TempDir Path runs;

  @Test
  void theDefaultRunTakesLessThanFiveMegabytes() throws IOException {
    Path file = Report.write(new MergedRun(run("untrained", "", Synthetic.healthy(1638))));
    assertThat(file).hasFileName("report.html");
    assertThat(Files.size(file)).isLessThan(5_000_000);
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    String html = html(run("untrained", "", Synthetic.healthy(20)));
    assertThat(attributes(html, "src")).isEmpty();
    assertThat(attributes(html, "href"))
        .allSatisfy(address -> assertThat(address).matches("(data:,|#).*"));
    assertThat(html)
        .contains("default-src 'none'")
        .doesNotContain("@import")
        .doesNotContain("url(");
  }

  @Test
  void figuresAndOriginsAreTextOfTheFile() throws IOException {
    RunFolder run = run("untrained", "What happens?", Synthetic.healthy(20));
    run.append(new EpochMetrics(1, 545, 0.5, Double.NaN, 0.0693, 61));
    assertThat(html(run))
        .contains("<td>0.5</td><td>NaN</td><td>6.9%</td><td>61</td>")
        .contains("What happens?")
        .contains("mnist, a folder")
        .contains("random, Kaiming normal")
        .contains("Deeplearning4j 1.0.0-M2.1");
  }

  @Test
  void whateverANameIsItIsShownAsText() throws IOException {
    RunFolder run = run("untrained", "", Synthetic.healthy(20));
    Manifest manifest = run.manifest();
    run.write(
        Synthetic.manifest(HOSTILE.replace("/", ""), HOSTILE, HOSTILE, 20)
            .using(
                new Provenance(
                    HOSTILE,
                    Optional.of(HOSTILE),
                    HOSTILE,
                    Map.of(HOSTILE, "0"),
                    Optional.of(HOSTILE),
                    Optional.of(HOSTILE)),
                manifest.weights().orElseThrow()));
    Files.writeString(run.experimentFile(), "lr: '" + HOSTILE.replace("'", "''") + "'");
    String html = html(run);
    assertThat(html)
        .contains("&lt;script&gt;document.title=")
        .contains("\uFFFDright to left")
        .doesNotContain("\u202E")
        .doesNotContain("<script>document")
        .doesNotContain("<img");
  }

  @Test
  void whatWasUsedInsteadIsSaid() throws IOException {
    RunFolder run = run("untrained", "", Synthetic.healthy(20));
    Manifest manifest = run.manifest();
    run.write(
        manifest.using(
            manifest.data().orElseThrow().insteadOf("MNIST was not to be had: no network"),
            manifest.weights().orElseThrow()));
    assertThat(html(run))
        .contains("class=\"note\">mnist is used: MNIST was not to be had: no network");
  }

  @Test
  void whereWeightsWereLookedForIsNoMatterOfAReport() throws IOException {
    RunFolder run = run("pretrained", "", Synthetic.healthy(20));
    Manifest manifest = run.manifest();
    run.write(
        manifest.using(
            manifest.data().orElseThrow(),
            new Provenance("imagenet-mlnet", "here", Map.of())
                .insteadOf("resnet18.pth is not in /home/me, https://example.org/x.pth failed")));
    assertThat(html(run))
        .contains(
            "class=\"note\">imagenet-mlnet is used: torchvision&#39;s imagenet weights could not be"
                + " found or downloaded<")
        .doesNotContain("/home/me", "example.org");
  }

  @Test
  void aRunThatCannotBeReadIsNoReasonToHaveNoReport() throws IOException {
    RunFolder run = run("untrained", "", Synthetic.healthy(20));
    Files.writeString(run.storageFile(), "this is no database, and never was one of any kind");
    assertThat(html(run)).contains("storage.db").contains("class=\"note\"");
  }

  @Test
  void settingsThatDifferAreSetApart() throws IOException {
    RunFolder one = run("one", "", Synthetic.healthy(20));
    RunFolder other = run("other", "", Synthetic.healthy(20));
    Files.writeString(other.experimentFile(), "name: other\nlr: 1.0\nepochs: 3\nlimit: 100\n");
    Path file = runs.resolve("comparison.html");
    Report.write(List.of(one, other), file);
    String html = Files.readString(file);
    assertThat(html)
        .contains("Comparison of 2 runs")
        .contains("<th scope=\"row\">lr</th><td>0.01</td><td>1.0</td>")
        .contains("<th scope=\"row\">limit</th><td>–</td><td>100</td>")
        .doesNotContain("<th scope=\"row\">epochs</th><td>3</td><td>3</td>")
        .doesNotContain("<th scope=\"row\">name</th><td>one</td><td>other</td>");
  }

  @Test
  void aRunThatWasWatchedHasItsNotesAndWhatIsKnownOfItsEpochs() throws IOException {
    try (WatchedRun watched = WatchedRun.start(runs, "mine", WatchedRun.HARD_NAMES)) {
      watched.epoch(20).note("<b>now</b>\nand then").epoch(30).epoch(5);
      watched.validated(2, 0.25, OptionalDouble.empty()).log().finished();

      assertThat(html(watched.folder()))
          .contains("<th scope=\"row\">step 20</th><td><bdi>&lt;b&gt;now&lt;/b&gt;\nand then</bdi>")
          .contains("<td>–</td><td>–</td><td>2</td>", "<td>0.25</td><td>–</td><td>3</td>")
          .contains("<th scope=\"row\">watched in</th><td>com.example.Train</td>")
          .contains("<th scope=\"row\">updater</th><td>AdaDelta</td>")
          .containsPattern("<td>finished</td><td>–</td><td>55</td>\\s*<td>0.25</td>")
          .doesNotContain("error, epoch", "<img src=x", "experiment.yaml");
    }
  }

  @Test
  void manyEpochsAreFoldedAndOnlyTheLastErrorStandsAboveThem() throws IOException {
    RunFolder run = run("long", "", Synthetic.healthy(20));
    for (int epoch = 1; epoch <= 300; epoch++) {
      run.append(new EpochMetrics(epoch, epoch, 0.5, 0.4, epoch / 1000.0, 61));
    }

    assertThat(html(run))
        .contains("<th scope=\"col\">last error</th>", "<td>30.0%</td>")
        .containsPattern("<details>\\s*<summary>All 300</summary>\\s*<div class=\"scroll long\"")
        .contains("<th scope=\"row\">300</th>")
        .doesNotContain("error, epoch 1");
  }

  @Test
  void noFolderOfTheMachineThatItWasMadeOnIsInAReportOrAChart() throws IOException {
    RunFolder run = run("pretrained", "", Synthetic.healthy(20));
    Files.writeString(
        run.experimentFile(), "name: pretrained\nweights: /home/my name/some weights.pth\n");
    run.write(
        run.manifest()
            .using(
                new Provenance("mnist", "/home/me/data/mnist", Map.of("t10k", "1234abcd")),
                new Provenance("some weights.pth", "C:\\Users\\me\\w", Map.of("w", "abcd1234")))
            .failed("/home/me/x.csv is damaged", Instant.parse("2026-11-23T10:16:30Z")));
    String html = html(run);
    assertThat(html)
        .contains("<th scope=\"row\">data</th><td>mnist</td>", "SHA-256 1234abcd")
        .contains("<th scope=\"row\">weights</th><td>some weights.pth</td>", "SHA-256 abcd1234")
        .contains("failed: x.csv is damaged");
    Charts.write(run, Synthetic.columns(Synthetic.healthy(20)), ChartSettings.WHOLE);
    String svg = Files.readString(run.charts().resolve("losses.svg"));
    assertThat(svg).contains("The run failed: x.csv is damaged");
    assertThat(html + svg + embedded(html)).doesNotContain("/home", "Users");
  }

  @Test
  void aStorageThatIsDamagedOrEmptyIsNamedWithoutItsFolder() throws IOException {
    RunFolder damaged = run("damaged", "", Synthetic.healthy(20));
    Files.writeString(damaged.storageFile(), "this is no database, and never was one of any kind");
    assertThat(html(damaged))
        .contains("storage.db is not the storage of a run, or is damaged")
        .contains("What the run recorded was in it: put a sound copy in its place")
        .doesNotContain(runs.toString());

    RunFolder empty = RunFolders.create(runs, "empty", Instant.parse("2026-11-23T10:15:30Z"));
    empty.write(Synthetic.manifest("empty", "", "0.01", 0));
    RunStorage.open(empty.storageFile(), "empty").close();
    assertThat(html(empty))
        .contains("the storage storage.db holds no captures")
        .doesNotContain(runs.toString());
  }

  @Test
  void theReportOfManyEpochsStaysSmall() throws IOException {
    RunFolder run = run("long", "", Synthetic.healthy(20));
    StringBuilder metrics =
        new StringBuilder("epoch,train_loss,valid_loss,error_rate,seconds,last_step\n");
    for (int epoch = 1; epoch <= 100_000; epoch++) {
      metrics.append(epoch + ",0.5,0.5,0.25,0.1," + (epoch - 1) + "\n");
    }
    Files.writeString(run.metricsFile(), metrics);

    assertThat(html(run))
        .hasSizeLessThan(1_500_000)
        .contains("<th scope=\"col\">last error</th>", "<th scope=\"row\">100000</th>")
        .contains("metrics.csv in the run's folder has them all")
        .doesNotContain("error, epoch 1<");
  }

  @Test
  void aFewEpochsEachHaveTheirColumnInTheTableOfRuns() throws IOException {
    RunFolder run = run("short", "", Synthetic.healthy(20));
    Synthetic.metrics(0.5, 0.25).forEach(run::append);

    assertThat(html(run))
        .contains("<th scope=\"col\">error, epoch 1</th><th scope=\"col\">error, epoch 2</th>")
        .containsPattern("<td>50.0%</td><td>25.0%</td>\\s*<td>")
        .doesNotContain("last error", "metrics.csv");
  }

  @Test
  void aRunWithoutEpochsHasNoneInItsReport() throws IOException {
    try (WatchedRun watched = WatchedRun.start(runs, "mine", List.of("dense"))) {
      watched.steps(20).log().interrupted("the disk is full");

      assertThat(html(watched.folder()))
          .containsPattern(
              "<td>interrupted: the disk is full</td><td>–</td><td>20</td>\\s*<td>–</td>")
          .doesNotContain("<h3>Epochs</h3>", "<h3>Notes</h3>");
    }
  }

  @Test
  void thereIsALimitToWhatOneFileCompares() throws IOException {
    RunFolder run = run("one", "", Synthetic.healthy(1));
    assertThatThrownBy(
            () -> Report.write(Collections.nCopies(13, run), runs.resolve("comparison.html")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 to 12");
  }

  private RunFolder run(String name, String description, History history) throws IOException {
    return write(runs, name, description, history);
  }

  static RunFolder write(Path runs, String name, String description, History history)
      throws IOException {
    Instant start = Instant.parse("2026-11-23T10:15:30Z");
    RunFolder folder = RunFolders.create(runs, name, start);
    folder.write(Synthetic.manifest(name, description, "0.01", history.steps().size()));
    Files.writeString(folder.experimentFile(), "name: " + name + "\nlr: 0.01\nepochs: 3\n");
    try (RunStorage storage = RunStorage.open(folder.storageFile(), name)) {
      CaptureWriter captures = new CaptureWriter(storage, history.settings());
      history.steps().forEach(captures::put);
    }
    return folder;
  }

  private static String html(RunFolder run) throws IOException {
    return Files.readString(Report.write(new MergedRun(run)));
  }

  /** What the pictures are drawn from, as JSON. */
  private static String embedded(String html) throws IOException {
    Matcher data = Pattern.compile("id=\"runs-data\">([^<]*)<").matcher(html);
    assertThat(data.find()).isTrue();
    byte[] zipped = Base64.getDecoder().decode(data.group(1));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> attributes(String html, String name) {
    return Pattern.compile("<[^>]*\\b" + name + "=\"([^\"]*)\"")
        .matcher(html)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
