package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.visualizingweights.Browser;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.report.Comparison.Item;
import org.visualizingweights.report.Comparison.RunGroup;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.view.Answer;
import org.visualizingweights.view.CapturesApi;
import org.visualizingweights.view.MergedRun;

/** The report in a browser that finds no host, opened from the disk. */
class ReportPageTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir Path folder;

  @Test
  void aRunIsDrawnAndCanBeZoomed() throws IOException {
    RunFolder run = ReportTest.write(folder, "untrained", "<b>Bold?</b>", Synthetic.healthy(300));
    run.append(new EpochMetrics(1, 545, 0.5, 0.4, 0.07, 61));
    BROWSER.open(Report.write(new MergedRun(run)).toUri().toString());
    BROWSER.await("five strips", () -> strips() == 5);
    assertThat(BROWSER.find("#runs-view .description").getText()).isEqualTo("<b>Bold?</b>");
    BROWSER.find(".strips .uplot canvas");
    BROWSER.screenshot("report");
    BROWSER.open(Report.write(new MergedRun(run)).toUri() + "#from=100&to=120");
    BROWSER.await(
        "the steps of the link",
        () -> BROWSER.find(".readout").getText().startsWith("steps 100 to 120"));
    BROWSER.open("about:blank");
    BROWSER.open(Report.write(new MergedRun(run)).toUri() + "#last=50");
    BROWSER.await(
        "the last steps",
        () -> BROWSER.find(".readout").getText().startsWith("steps 250 to 299. "));
    BROWSER.evaluate("arguments[0].focus()", BROWSER.find(".strips figure.cell"));
    BROWSER.find(".strips figure.cell").sendKeys(Keys.ESCAPE, "+");
    BROWSER.await(
        "a view that follows nothing, since nothing grows",
        () -> BROWSER.driver().getCurrentUrl().matches(".*#.*from=\\d+&to=\\d+"));
  }

  @Test
  void whatWasUsedInsteadIsSaidOnce() throws IOException {
    RunFolder run = ReportTest.write(folder, "pretrained", "", Synthetic.healthy(20));
    Manifest manifest = run.manifest();
    run.write(
        manifest.using(
            manifest.data().orElseThrow(),
            new Provenance("imagenet-mlnet", "here", Map.of()).insteadOf("no network")));
    BROWSER.open(Report.write(new MergedRun(run)).toUri().toString());
    BROWSER.await("five strips", () -> strips() == 5);
    assertThat(BROWSER.find("body").getText()).containsOnlyOnce("imagenet-mlnet is used");
  }

  /** As far as the report has it: counts are exact, other figures have seven digits. */
  @Test
  void itsTablesAreThoseOfTheServer() throws IOException {
    RunFolder run = ReportTest.write(folder, "untrained", "", Synthetic.breaking(70));
    Answer answer =
        new CapturesApi(folder)
            .answer(
                "download",
                Map.of("id", "untrained/2026-11-23T10-15-30Z", "from", "60", "to", "64"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    answer.body().writeTo(bytes);
    List<String> server = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    BROWSER.open(Report.write(new MergedRun(run)).toUri() + "#from=60&to=64");
    BROWSER.await("five strips", () -> strips() == 5);
    BROWSER.evaluate(
        """
        URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return '#'; };
        HTMLAnchorElement.prototype.click = function() { window.called = this.download; };
        """);
    BROWSER.find(".menu summary").click();
    BROWSER.find(".menu-items button").click();
    BROWSER.await("the table", () -> BROWSER.evaluate("return window.saved") != null);

    String saved = (String) BROWSER.evaluate("return window.saved");
    List<String> report = saved.lines().toList();
    assertThat(BROWSER.evaluate("return window.called"))
        .isEqualTo(answer.fileName().orElseThrow())
        .isEqualTo("untrained_2026-11-23T10-15-30Z_activations_60-64.csv");
    assertThat(BROWSER.evaluate("return /[^\\r]\\n/.test(window.saved)")).isEqualTo(false);
    assertThat(report).hasSameSizeAs(server);
    assertThat(report.get(0)).isEqualTo(server.get(0));
    for (int line = 1; line < report.size(); line++) {
      String[] ours = report.get(line).split(",", -1);
      String[] theirs = server.get(line).split(",", -1);
      assertThat(ours).hasSameSizeAs(theirs);
      for (int i = 0; i < ours.length; i++) {
        if (ours[i].matches("-?[0-9.e+-]+")) {
          assertThat(Double.parseDouble(ours[i]))
              .isCloseTo(Double.parseDouble(theirs[i]), withinPercentage(1e-4));
        } else {
          assertThat(ours[i]).isEqualTo(theirs[i]);
        }
      }
    }
  }

  @Test
  void runsAreShownSideBySide() throws IOException {
    RunFolder healthy = ReportTest.write(folder, "healthy", "", Synthetic.healthy(300));
    RunFolder broken = ReportTest.write(folder, "broken", "", Synthetic.breaking(200));
    Path file = folder.resolve("comparison.html");
    Report.write(List.of(healthy, broken), file);
    BROWSER.open(file.toUri().toString());
    BROWSER.await("five strips of each", () -> strips() == 10);
    BROWSER.find(".strips .uplot canvas");
    BROWSER.screenshot("comparison");
    BROWSER.resize(390, 844);
    BROWSER.dark(true);
    BROWSER.await("nothing wider than a phone", () -> width() <= 390);
    BROWSER.screenshot("comparison-phone-dark");
    BROWSER.dark(false);
    BROWSER.resize(1366, 900);
  }

  @Test
  void runsThatHaveTitlesAreCalledByThem() throws IOException {
    Path file = folder.resolve("titles.html");
    Report.write(
        new Comparison(
            Optional.of("rates"),
            List.of("Which?"),
            List.of("03-lr=1,seed=3"),
            List.of(
                new RunGroup("lr 1", List.of(named("seed 1"), named("seed 2"))),
                new RunGroup("lr 0.1", List.of(named("seed 3"))))),
        file);
    BROWSER.open(file.toUri().toString());
    BROWSER.await("five strips of each", () -> strips() == 10);
    assertThat(texts(".picker:first-of-type option"))
        .containsExactly("lr 1, seed 1", "lr 1, seed 2", "lr 0.1, seed 3");
    assertThat(texts(".run-card h2 bdi")).containsExactly("lr 1, seed 1", "lr 1, seed 2");
    assertThat(texts(".figures tbody th")).startsWith("lr 1", "seed 1", "seed 2", "lr 0.1");
    assertThat(BROWSER.driver().getTitle()).startsWith("lr 1, seed 1 and lr 1, seed 2");
    BROWSER.screenshot("titles");
  }

  private Item named(String name) throws IOException {
    return new Item(Optional.of(name), ReportTest.write(folder, name, "", Synthetic.healthy(20)));
  }

  private static List<String> texts(String selector) {
    return BROWSER.driver().findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static long width() {
    return (Long) BROWSER.evaluate("return document.documentElement.scrollWidth");
  }

  private static int strips() {
    return BROWSER.driver().findElements(By.cssSelector(".strips figure.cell")).size();
  }
}
