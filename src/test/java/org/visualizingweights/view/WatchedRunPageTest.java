package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.visualizingweights.Browser;
import org.visualizingweights.Visible;
import org.visualizingweights.run.WatchedRun;
import org.visualizingweights.ui.UiServer;
import org.visualizingweights.ui.UiSettings;

/** The Activations page of networks that are users' own. */
class WatchedRunPageTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir static Path runs;
  private static UiServer server;

  @BeforeAll
  static void start() throws IOException {
    server = UiServer.start(new UiSettings(true, "127.0.0.1", 0, false, List.of()), runs, false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void open(String name) {
    BROWSER.open(server.address() + "/captures#a=" + name + "/2026-11-23T10-15-30Z");
    BROWSER.find("#runs-view:not([aria-busy]) .cell .u-over");
  }

  private static String text(String selector) {
    return BROWSER.find(selector).getText();
  }

  private static List<String> texts(String selector) {
    return BROWSER.driver().findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void namesOfAnyKindAreTextAndLeaveThePageItsWidth() {
    WatchedRun.start(runs, "mine", WatchedRun.HARD_NAMES).epoch(30).steps(20).finish();
    for (int width : List.of(1366, 400)) {
      BROWSER.resize(width, 900);
      open("mine");

      assertThat(texts(".cell .vertex"))
          .containsExactlyElementsOf(WatchedRun.HARD_NAMES.stream().map(Visible::of).toList());
      BROWSER.await("norms", () -> texts(".layers label").size() == WatchedRun.HARD_NAMES.size());
      BROWSER
          .driver()
          .executeScript("document.querySelectorAll('details').forEach((d) => d.open = true)");
      assertThat(BROWSER.driver().executeScript("return document.documentElement.scrollWidth"))
          .isEqualTo((long) width);
    }
    BROWSER.resize(1366, 900);
    assertThat(BROWSER.driver().getTitle()).isEqualTo("mine · Activations");
  }

  @Test
  void runsOfOtherNetworksDifferInTheLayersThatTheyHaveInCommon() {
    WatchedRun.start(runs, "left", List.of("first", "both")).steps(20).finish();
    WatchedRun.start(runs, "right", List.of("both", "last")).steps(20).finish();
    open("left/2026-11-23T10-15-30Z&compare=difference&b=right");

    assertThat(texts(".cell .vertex")).containsExactly("both");
    assertThat(texts(".absent"))
        .containsExactly("No difference of first, last: not captured in both runs, or not alike.");
    assertThat(texts(".epochs")).hasSize(1);
  }

  @Test
  void aRunOfUnknownLengthGrowsWithoutABar() {
    try (WatchedRun run = WatchedRun.start(runs, "live", List.of("dense"))) {
      run.steps(120).log().write();
      open("live");

      assertThat(text(".facts")).isEqualTo("watched in com.example.Train · step 120");
      assertThat(texts("progress")).containsExactly("");
      assertThat(BROWSER.driver().findElement(By.cssSelector("progress")).isDisplayed()).isFalse();
      assertThat(texts(".epochs .epoch")).isEmpty();

      run.epoch(40);
      BROWSER.await("the first epoch", () -> texts(".epochs .epoch").size() == 1);
      run.validated(1, 0.5, OptionalDouble.of(0.25)).note("half as fast from here");
      BROWSER.await("a validation that comes late", () -> text(".epochs").contains("25.0%"));
      BROWSER.await("a note", () -> text(".user-notes").contains("step 160: half as fast"));
      assertThat(text(".facts")).endsWith("step 160 · validation error 25.0%");
    }
  }
}
