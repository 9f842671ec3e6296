package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;
import org.visualizingweights.Browser;
import org.visualizingweights.Visible;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunsThatGoOn;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.ui.UiServer;
import org.visualizingweights.ui.UiSettings;

/** The Activations page as a browser shows it, over runs of two layers and four bins each. */
class ActivationsPageTest {
  @RegisterExtension final RunsThatGoOn goingOn = new RunsThatGoOn();

  @RegisterExtension static final Browser BROWSER = new Browser();

  private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");
  private static final int STEPS = 300;
  private static final String HOSTILE =
      "<img src=x onerror=document.title='hacked'> \"it's\" 100% &amp; #1;? \u202eright to left";
  private static final UiSettings SETTINGS = new UiSettings(true, "127.0.0.1", 0, false, List.of());

  @TempDir static Path runs;
  private static UiServer server;

  @BeforeAll
  static void start() throws IOException {
    SampleRun.finished(runs, "first", START, STEPS);
    SampleRun.finished(runs, "second", START, STEPS / 2);
    hostile();
    RunFolder broken = SampleRun.finished(runs, "broken", START, 1);
    Files.writeString(broken.storageFile(), "This is no database.");
    server = UiServer.start(SETTINGS, runs, false);
  }

  /** No experiment can have such a name, but a folder on Linux can, and a manifest. */
  private static void hostile() throws IOException {
    RunFolder folder = SampleRun.finished(runs, "plain", START, 20);
    folder.write(SampleRun.manifest(HOSTILE, START).finished(START.plusSeconds(60)));
    Files.move(folder.path().getParent(), runs.resolve(HOSTILE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The run of a name, as addresses have it. */
  private static String run(String name) {
    return name + "/2026-11-23T10-15-30Z";
  }

  private static void open(String view) {
    BROWSER.open("about:blank");
    BROWSER.open(server.address() + "/captures#" + view);
  }

  private static List<WebElement> strips() {
    BROWSER.find("#runs-view:not([aria-busy]) .cell .u-over");
    return BROWSER.driver().findElements(By.cssSelector(".cell"));
  }

  private static String address() {
    return BROWSER.driver().getCurrentUrl();
  }

  private static void awaitReadout(String part) {
    BROWSER.await(
        "%s to be read; it says: %s".formatted(part, BROWSER.find(".readout").getText()),
        () -> BROWSER.find(".readout").getText().contains(part));
  }

  private static void press(String text) {
    BROWSER.driver().findElements(By.cssSelector(".tools button")).stream()
        .filter(b -> b.isDisplayed() && b.getText().equals(text))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static Capture capture(int step, int vertex) {
    return SampleRun.step(SampleRun.SETTINGS, step).captures().get(vertex);
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  @Test
  void showsAStripForEachLayerAndSaysWhatItShows() {
    open("a=" + run("first"));

    assertThat(strips()).hasSize(2);
    assertThat(BROWSER.find(".run-card h2").getText()).contains("first", "finished");
    assertThat(BROWSER.find(".notes").getText())
        .isEqualTo("synthetic-digits is used: MNIST is not there");
    assertThat(BROWSER.find(".colour-legend").getText()).contains("Yellow: many activations");
    BROWSER.await(
        "the strip in words",
        () -> {
          String label = strips().get(1).getDomAttribute("aria-label");
          return label != null && label.startsWith("conv2_x: at step 0 half of the activations");
        });
    BROWSER.screenshot("activations");
  }

  @Test
  void tellsTheCountUnderTheCursorByKeyboard() {
    open("a=" + run("first") + "&step=100");
    WebElement strip = strips().get(1);

    BROWSER.evaluate("arguments[0].focus({focusVisible: true})", strip);
    strip.sendKeys(Keys.ARROW_UP);

    awaitReadout("step 100");
    awaitReadout("conv2_x, 0 to 2.5: " + count(capture(100, 1).bins()[0]) + " activations");
    strip.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_UP);
    awaitReadout("conv2_x, 2.5 to 5: " + count(capture(101, 1).bins()[1]) + " activations");
    BROWSER.await(
        "it to be said",
        () ->
            BROWSER
                .driver()
                .findElement(By.cssSelector("[aria-live]"))
                .getDomProperty("textContent")
                .contains(count(capture(101, 1).bins()[1])));
    BROWSER.await("the step in the address", () -> address().contains("step=101"));
  }

  @Test
  void aDragZoomsAllAndBackUndoesIt() {
    open("a=" + run("first"));
    WebElement plot = BROWSER.find(".cell .u-over");
    int width = plot.getSize().width;

    new Actions(BROWSER.driver())
        .moveToElement(plot, -width / 4, 0)
        .clickAndHold()
        .moveByOffset(width / 8, 0)
        .moveByOffset(width / 8, 0)
        .release()
        .perform();

    BROWSER.await("the steps in the address", () -> address().matches(".*&from=\\d+&to=\\d+.*"));
    // The second quarter of 300 steps.
    assertThat(from()).isBetween(70L, 80L);
    assertThat(to()).isBetween(145L, 155L);
    BROWSER.driver().navigate().back();
    BROWSER.await("the whole run", () -> !address().contains("from="));
    new Actions(BROWSER.driver()).moveByOffset(0, -300).perform();
    awaitReadout("steps 0 to 299");
  }

  @Test
  void aLinkShowsTheSameAgain() {
    open("a=" + run("first"));
    strips();
    press("Magnitudes");
    press("Linear");
    press("Per strip");
    press("+");
    BROWSER.await("all in the address", () -> address().contains("from="));
    String link = address();
    String picture = picture();

    open("a=" + run("second"));
    strips();
    BROWSER.open("about:blank");
    BROWSER.open(link);

    assertThat(link).contains("scale=magnitudes", "colour=linear", "shared=0");
    BROWSER.await("the same picture", () -> picture().equals(picture));
  }

  /** What the first strip looks like. */
  private static String picture() {
    strips();
    return (String)
        BROWSER.evaluate("return document.querySelector('.cell canvas:not([class])').toDataURL()");
  }

  @Test
  void twoRunsStandSideBySideOrAsTheirDifference() {
    open("a=" + run("first") + "&step=7");
    strips();
    new Select(BROWSER.driver().findElements(By.cssSelector("select")).get(1))
        .selectByValue(run("second"));
    BROWSER.await("four strips", () -> strips().size() == 4);
    assertThat(BROWSER.find(".run-card:nth-child(2) h2").getText()).contains("B", "second");
    BROWSER.screenshot("side-by-side");

    press("Difference");

    BROWSER.await("two strips", () -> strips().size() == 2);
    // The steps of both runs are the same.
    BROWSER.evaluate("arguments[0].focus({focusVisible: true})", strips().get(0));
    strips().get(0).sendKeys(Keys.ARROW_UP);
    awaitReadout("(" + count(capture(7, 0).bins()[0]) + "): 0% more in B");
    assertThat(BROWSER.find(".colour-legend").getText()).contains("orange: more in B");
    BROWSER.screenshot("difference");
  }

  @Test
  void aCopyOfARunStandsBesideItUnderItsOwnName(@TempDir Path some) throws IOException {
    Path run = SampleRun.finished(some, "first", START, 20).path();
    Path copy = some.resolve("good ones/2026/a copy");
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(run.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    try (UiServer other = UiServer.start(SETTINGS, some, false)) {
      BROWSER.open(other.address() + "/captures#a=" + run("first"));
      BROWSER.await("two strips", () -> strips().size() == 2);
      Select b = new Select(BROWSER.driver().findElements(By.cssSelector("select")).get(1));
      assertThat(b.getOptions())
          .extracting(WebElement::getText)
          .filteredOn(text -> text.contains("first"))
          .hasSize(2)
          .filteredOn(text -> text.endsWith(" · good ones/2026/a copy"))
          .hasSize(1);
      b.selectByValue("good ones/2026/a copy");
      BROWSER.await("four strips", () -> strips().size() == 4);
      assertThat(BROWSER.find(".run-card:nth-child(2) h2").getText())
          .contains("first", "good ones/2026/a copy");
      assertThat(address()).endsWith("b=good%20ones/2026/a%20copy");
      BROWSER.screenshot("copy");
    }
  }

  @Test
  void noTwoRunsHaveOneNameAndAnyIsFoundByIt(@TempDir Path some) throws IOException {
    Instant start = Instant.parse("2026-01-01T10:00:00Z");
    for (int i = 0; i < 4; i++) {
      SampleRun.finished(some, "sweep", start.plusSeconds(14 * i), 2);
    }
    SampleRun.finished(some, "sweep", start, 2); // in the same second
    SampleRun.finished(some, "sweep", start.minusSeconds(365 * 86_400), 2); // and a year before
    for (int i = 0; i < 8; i++) {
      SampleRun.finished(some, "other-" + i, start.plusSeconds(3600 * i), 2);
    }
    try (UiServer other = UiServer.start(SETTINGS, some, false)) {
      BROWSER.open(other.address() + "/captures");
      BROWSER.await("two strips", () -> strips().size() == 2);
      assertThat(options()).hasSize(14).doesNotHaveDuplicates();
      assertThat(options()).filteredOn(text -> text.contains("2025")).hasSize(1);

      WebElement search = BROWSER.find(".picker input");
      search.sendKeys("OTHER-3");
      BROWSER.await("one besides the run in view", () -> options().size() <= 2);
      search.sendKeys(Keys.ENTER);

      BROWSER.await(
          "the run that was found",
          () -> BROWSER.find(".run-card h2").getText().contains("other-3"));
      assertThat(options()).hasSize(1);
    }
  }

  private static List<String> options() {
    return new Select(BROWSER.find("select"))
        .getOptions().stream().map(WebElement::getText).toList();
  }

  /** Of each fiftieth step, as steps are many. */
  @Test
  void whereCapturesAreRareEachStandsUntilTheNext(@TempDir Path some) throws IOException {
    CaptureSettings rare = new CaptureSettings(List.of("conv1"), 50, 4, 0, 10);
    RunFolder run = SampleRun.create(some, "rare", START);
    SampleRun.store(
        run, rare, IntStream.range(0, 20).mapToObj(i -> SampleRun.step(rare, 50 * i)).toList());
    run.write(SampleRun.manifest("rare", START).finished(START.plusSeconds(60)));
    try (UiServer other = UiServer.start(SETTINGS, some, false)) {
      BROWSER.open(
          other.address() + "/captures#a=rare/2026-11-23T10-15-30Z&from=75&to=260&step=90");
      BROWSER.await("a strip", () -> strips().size() == 1);
      awaitReadout("step 50, epoch 1 · loss ");
    }
  }

  @Test
  void aHostileNameIsOnlyText() {
    open("b=" + run("first"));
    strips();
    new Select(BROWSER.find("select")).selectByValue(run(HOSTILE));

    BROWSER.await(
        "the run",
        () ->
            BROWSER
                .find(".run-card bdi")
                .getDomProperty("textContent")
                .equals(Visible.of(HOSTILE)));
    strips();
    assertThat(BROWSER.driver().findElements(By.cssSelector("main img, main script"))).isEmpty();
    assertThat(BROWSER.driver().getTitle()).contains("<img").isNotEqualTo("hacked");
    BROWSER.screenshot("hostile-activations");
  }

  @Test
  void aRunThatCannotBeReadSaysSoBesideOthersThatCan() {
    open("a=" + run("broken"));

    BROWSER.await(
        "what is wrong", () -> BROWSER.find("main").getText().contains("is not the storage"));
    assertThat(BROWSER.driver().findElements(By.cssSelector(".cell"))).isEmpty();
    new Select(BROWSER.find("select")).selectByValue(run("first"));
    assertThat(strips()).hasSize(2);
    BROWSER.errors(); // the answer about the broken run is one
  }

  @Test
  void theDataOfTheViewCanBeDownloaded() throws Exception {
    open("a=" + run("first") + "&from=10&to=19");
    strips();
    BROWSER.evaluate(
        "HTMLAnchorElement.prototype.click = function() { window.downloaded = this.href; }");

    BROWSER.find(".menu summary").click();
    BROWSER.find(".menu-items button").click();

    String link = (String) BROWSER.evaluate("return window.downloaded");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(link)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("content-disposition").orElseThrow()).contains(".csv");
    // A line for each of ten steps of two layers, below one with the names.
    assertThat(answer.body().lines()).hasSize(21);
    assertThat(answer.body()).contains("," + capture(15, 0).bins()[2] + ",");
  }

  @Test
  void newStepsComeByThemselves() throws IOException {
    RunFolder folder = goingOn.add(SampleRun.create(runs, "going-on", START));
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "session")) {
      CaptureWriter captures = new CaptureWriter(storage, SampleRun.SETTINGS);
      SampleRun.steps(SampleRun.SETTINGS, 0, 5).forEach(captures::put);
      storage.flush();
      open("a=" + run("going-on"));
      strips();
      awaitReadout("steps 0 to 4, growing");
      BROWSER.evaluate("window.sameDocument = true");
      BROWSER.find(".menu summary").click();
      BROWSER.evaluate("arguments[0].focus()", BROWSER.find(".menu-items button"));

      SampleRun.steps(SampleRun.SETTINGS, 5, 9).forEach(captures::put);
      storage.flush();

      awaitReadout("steps 0 to 8, growing");
      assertThat(BROWSER.evaluate("return window.sameDocument")).isEqualTo(true);
      assertThat(BROWSER.evaluate("return document.activeElement.textContent"))
          .as("what has the focus")
          .isEqualTo("Activations, CSV");
      BROWSER.find(".menu summary").click();
      assertThat(BROWSER.find(".facts").getText()).contains("step 9 of 20");
      BROWSER.screenshot("growing");
    }
  }

  @Test
  void aViewOfTheNewestStepsMovesOnWithThemAndAnyOtherStays() throws IOException {
    RunFolder folder = goingOn.add(SampleRun.create(runs, "following", START));
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "session")) {
      put(storage, 0, 200);
      open("a=" + run("following") + "&from=100&to=149");
      strips();
      awaitReadout("steps 100 to 149. ");
      put(storage, 200, 210);
      BROWSER.await("step 210", () -> BROWSER.find(".facts").getText().contains("step 210"));
      awaitReadout("steps 100 to 149. ");

      press("▶");
      press("▶");
      press("▶");

      awaitReadout("steps 160 to 209, following");
      assertThat(address()).contains("last=50").doesNotContain("from=", "to=");
      put(storage, 210, 225);
      awaitReadout("steps 175 to 224, following");
      String picture = picture();
      BROWSER.screenshot("following");
      String link = address();

      press("◀");
      awaitReadout("steps 151 to 200. ");
      put(storage, 225, 226);
      BROWSER.await("step 226", () -> BROWSER.find(".facts").getText().contains("step 226"));
      awaitReadout("steps 151 to 200. ");

      open("a=" + run("following") + "&from=175&to=224");
      BROWSER.await("the same picture as one that did not move", () -> picture().equals(picture));
      BROWSER.open("about:blank");
      BROWSER.open(link);
      awaitReadout("steps 176 to 225, following");
    }
  }

  @Test
  void followingIsAButtonAndAKeyWhereSomethingGrows() throws IOException {
    RunFolder folder = goingOn.add(SampleRun.create(runs, "key", START));
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "session")) {
      put(storage, 0, 200);
      open("a=" + run("key"));
      strips();
      awaitReadout("steps 0 to 199, growing");
      press("Follow");
      awaitReadout("steps 100 to 199, following");
      assertThat(follow().getDomAttribute("aria-pressed")).isEqualTo("true");
      BROWSER.evaluate("arguments[0].focus({focusVisible: true})", strips().get(0));
      strips().get(0).sendKeys(Keys.ESCAPE, "+");
      awaitReadout("steps 149 to 199, following");
      strips().get(0).sendKeys("f");
      awaitReadout("steps 149 to 199. ");
      assertThat(follow().getDomAttribute("aria-pressed")).isEqualTo("false");
      strips().get(0).sendKeys("f");
      awaitReadout("steps 149 to 199, following");
      put(storage, 200, 201);
      awaitReadout("steps 150 to 200, following");
    }
    folder.write(
        SampleRun.manifest("key", START)
            .at(new Progress(201, 201, 1, 1, 0))
            .finished(START.plusSeconds(60)));
    BROWSER.await("no button", () -> !follow().isDisplayed());
    awaitReadout("steps 150 to 200. ");
  }

  private static WebElement follow() {
    return BROWSER.driver().findElement(By.cssSelector("[aria-label='follow the newest steps']"));
  }

  private static void put(RunStorage storage, int from, int to) {
    CaptureWriter captures = new CaptureWriter(storage, SampleRun.SETTINGS);
    SampleRun.steps(SampleRun.SETTINGS, from, to).forEach(captures::put);
    storage.flush();
  }

  @Test
  void twoFingersZoomOneMovesSidewaysAndThePageScrolls() {
    open("a=" + run("first"));
    strips();
    Rectangle plot = plot();
    int y = plot.y + plot.height / 2;
    int quarter = plot.width / 4;

    // From an eighth of the width on either side of the middle to a quarter.
    BROWSER.touch(
        List.of(
            finger(plot.x + plot.width / 2 - plot.width / 8, y, plot.x + quarter, y),
            finger(plot.x + plot.width / 2 + plot.width / 8, y, plot.x + 3 * quarter, y)));

    // The middle half of 300 steps.
    BROWSER.await("the steps in the address", () -> address().matches(".*&from=\\d+&to=\\d+.*"));
    awaitStill();
    assertThat(from()).isBetween(73L, 77L);
    assertThat(to()).isBetween(222L, 226L);

    long width = to() - from();
    BROWSER.touch(List.of(finger(plot.x + quarter, y, plot.x + 2 * quarter, y)));

    // A quarter of what is in view, and to earlier steps.
    BROWSER.await("earlier steps", () -> from() < 60);
    awaitStill();
    assertThat(from()).isBetween(75 - width / 4 - 4, 75 - width / 4 + 4);
    assertThat(to() - from()).isEqualTo(width);

    String before = address();
    BROWSER.touch(List.of(finger(plot.x + quarter, y, plot.x + quarter, y - 200)));

    BROWSER.await(
        "the page to scroll", () -> ((Number) BROWSER.evaluate("return scrollY")).intValue() > 50);
    assertThat(address()).isEqualTo(before);
  }

  /** Of the first strip, in the window. */
  private static Rectangle plot() {
    BROWSER.find(".cell .u-over");
    List<?> box =
        (List<?>)
            BROWSER.evaluate(
                "const box = document.querySelector('.cell .u-over').getBoundingClientRect();"
                    + "return [box.x, box.y, box.width, box.height].map(Math.round)");
    List<Integer> numbers = box.stream().map(n -> ((Number) n).intValue()).toList();
    return new Rectangle(numbers.get(0), numbers.get(1), numbers.get(3), numbers.get(2));
  }

  /** The way of a finger, straight on in ten steps. */
  private static List<int[]> finger(int fromX, int fromY, int toX, int toY) {
    return IntStream.rangeClosed(0, 10)
        .mapToObj(i -> new int[] {fromX + (toX - fromX) * i / 10, fromY + (toY - fromY) * i / 10})
        .toList();
  }

  /** Waits until the address stays as it is. */
  private static void awaitStill() {
    String[] last = {""};
    BROWSER.await("nothing to move", () -> last[0].equals(last[0] = address()));
  }

  private static long from() {
    return Long.parseLong(address().replaceAll(".*&from=(\\d+).*", "$1"));
  }

  private static long to() {
    return Long.parseLong(address().replaceAll(".*&to=(\\d+).*", "$1"));
  }

  @Test
  void saysThatNothingIsCapturedYet() throws IOException {
    goingOn.add(SampleRun.create(runs, "waiting", START));

    open("a=" + run("waiting"));

    BROWSER.await(
        "that there is nothing",
        () -> BROWSER.find(".notice").getText().contains("Nothing is captured yet"));
  }

  @Test
  void saysThatThereAreNoRunsAndLaterThatTheServerIsGone(@TempDir Path empty) {
    try (UiServer other = UiServer.start(SETTINGS, empty, false)) {
      BROWSER.open(other.address() + "/captures");
      BROWSER.await(
          "that there is none",
          () -> BROWSER.find(".notice").getText().contains("There are no runs yet"));
    }
    BROWSER.await(
        "that nobody answers",
        () -> BROWSER.find(".notice").getText().contains("The server does not answer"));
    BROWSER.errors(); // the refused connections
  }

  @Test
  void fitsAPhoneInTheDark() {
    try {
      BROWSER.resize(390, 844);
      BROWSER.dark(true);
      open("a=" + run("first") + "&b=" + run("second"));
      assertThat(strips()).hasSize(4);
      assertThat((Long) BROWSER.evaluate("return document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(390);
      assertThat(BROWSER.evaluate("return getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(18, 20, 25)");
      BROWSER.screenshot("activations-phone");
    } finally {
      BROWSER.dark(false);
      BROWSER.resize(1366, 900);
    }
  }
}
