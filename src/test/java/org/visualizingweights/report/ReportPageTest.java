package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.visualizingweights.Browser;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.view.MergedRun;

/** The report in a browser that finds no host, opened from the disk. */
class ReportPageTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir Path folder;

  @Test
  void aRunIsDrawnAndCanBeZoomed() throws IOException {
    RunFolder run = ReportTest.write(folder, "untrained", "<b>Bold?</b>", Synthetic.healthy(300));
    run.append(new EpochMetrics(1, 0.5, 0.4, 0.07, 61));
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

  private static long width() {
    return (Long) BROWSER.evaluate("return document.documentElement.scrollWidth");
  }

  private static int strips() {
    return BROWSER.driver().findElements(By.cssSelector(".strips figure.cell")).size();
  }
}
