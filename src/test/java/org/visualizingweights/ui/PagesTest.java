package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;
import org.visualizingweights.Browser;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.storage.StorageReader;

/** DL4J's pages as a browser shows them. */
class PagesTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  /** All that a name can do to a page or an address, and that a folder's name on Linux can be. */
  private static final String HOSTILE =
      "<img src=x onerror=document.title='hacked'> \"it's\" 100% &amp; #1; "
          + "\u202eright to left \u05d0\u05d1 "
          + "x".repeat(100);

  private static final String MARKUP = "<img src=x onerror=document.title='hacked'>";

  @TempDir static Path folder;
  private static UiServer server;
  private static RunFolder good;
  private static RunFolder hostile;
  private static RunFolder broken;
  private static RunFolder copy;

  @BeforeAll
  static void start() throws IOException {
    SmallRuns runs = new SmallRuns(folder);
    good = runs.finished("untrained");
    runs.finished("other");
    Path named = Files.move(good(runs, "plain"), folder.resolve(HOSTILE));
    hostile = RunFolder.open(named.resolve(good.path().getFileName()));
    broken = runs.finished("broken");
    Path sorted = Files.createDirectories(folder.resolve("good ones/2026"));
    copy = RunFolder.open(Files.move(runs.finished("copy").path(), sorted.resolve("a copy")));
    Files.writeString(broken.storageFile(), "This is no database.");
    server = UiServer.start(new UiSettings(true, "127.0.0.1", 0, false, List.of()), folder, false);
  }

  private static Path good(SmallRuns runs, String experiment) {
    return runs.finished(experiment).path().getParent();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void open(RunFolder run, String page) {
    BROWSER.open(server.address() + "/train/" + Pages.encoded(SmallRuns.id(run)) + "/" + page);
  }

  private static void follow(String link) {
    BROWSER.find("nav a[href*='" + link + "']").click();
  }

  private static String path() {
    return BROWSER.driver().getCurrentUrl().substring(server.address().length());
  }

  @Test
  void theOverviewShowsTheNetworkAndItsScore() {
    open(good, "overview");

    BROWSER.await(
        "the model's type", () -> BROWSER.find("#modelType").getText().equals("ComputationGraph"));
    BROWSER.find("#scoreiterchart canvas");
    assertThat(BROWSER.find("#updateRatioChart .legend").getText()).contains("conv2_1.conv1_W");
    assertThat(BROWSER.find("#stdevChart .legend").getText()).contains("conv1", "conv5_x");
    BROWSER.screenshot("overview");
  }

  @Test
  void theModelPageShowsALayerByItsName() {
    open(good, "model");
    BROWSER.find("#layers canvas");
    long vertex =
        (Long)
            BROWSER.evaluate(
                "return cy.nodes().toArray().findIndex(n => n.data('name').includes('(conv1)'))");

    BROWSER.evaluate("cy.nodes()[arguments[0]].emit('click')", vertex);

    BROWSER.await("the layer", () -> BROWSER.find("#layerInfo").getText().contains("Layer Name"));
    // 64 kernels of 7 x 7 over 3 channels, as in torchvision's resnet.py
    assertThat(BROWSER.find("#layerInfo").getText())
        .contains("conv1", "[7, 7]", "[2, 2]", "[3, 3]", "9408");
    assertThat(BROWSER.find("#meanmag .legend").getText()).isEqualTo("W");
    assertThat(BROWSER.find("#activations .legend").getText()).contains("Mean + 2*sd");
    BROWSER.screenshot("model");
  }

  @Test
  void theSystemPageShowsTheMachine() {
    open(good, "system");

    BROWSER.await("the machine", () -> BROWSER.find("#nd4jBackend").getText().equals("CPU"));
    BROWSER.find("#systemMemoryChartPlot canvas");
    BROWSER.screenshot("system");
  }

  @Test
  void activationsStandsBesideThemAndLeadsBackToTheSameRun() {
    String run = "/train/" + Pages.encoded(SmallRuns.id(good));
    open(good, "overview");
    follow("model");
    assertThat(path()).isEqualTo(run + "/model");
    follow("system");
    assertThat(path()).isEqualTo(run + "/system");

    follow("/captures");
    assertThat(path()).startsWith("/captures#a=").contains("untrained");
    BROWSER.screenshot("captures");

    follow("overview");
    assertThat(path()).isEqualTo(run + "/overview");
    BROWSER.find("#scoreiterchart canvas");
  }

  @Test
  void anotherRunCanBeChosen() {
    open(good, "overview");

    new Select(BROWSER.find("#run")).selectByValue(SmallRuns.id(hostile));

    BROWSER.await("the other run", () -> path().contains("hacked"));
    assertThat(new Select(BROWSER.find("#run")).getFirstSelectedOption().getDomAttribute("value"))
        .isEqualTo(SmallRuns.id(hostile));
  }

  /** Their storages are copies of one, and name the same session. */
  @Test
  void aRunThatWasCopiedAndMovedIsShownBesideTheFirst() {
    String id = "good ones/2026/a copy";
    String run = "/train/good%20ones%2F2026%2Fa%20copy/";
    open(good, "overview");
    BROWSER.find("#scoreiterchart canvas");
    new Select(BROWSER.find("#run")).selectByValue(id);
    BROWSER.await("the other run", () -> path().equals(run + "overview"));
    BROWSER.find("#scoreiterchart canvas");
    assertThat(BROWSER.find("#updateRatioChart .legend").getText()).contains("conv2_1.conv1_W");
    follow("model");
    assertThat(path()).isEqualTo(run + "model");
    BROWSER.find("#layers canvas");
    follow("system");
    BROWSER.await("the machine", () -> BROWSER.find("#nd4jBackend").getText().equals("CPU"));
    follow("/captures");
    assertThat(path()).startsWith("/captures#a=good%20ones");
    BROWSER.find(".cell .u-over");
    assertThat(BROWSER.find(".run-card h2").getText()).contains(id);
    assertThat(copy.path()).isEqualTo(folder.resolve(id));
    BROWSER.screenshot("moved");
  }

  @Test
  void aHostileNameIsOnlyText() {
    for (String page : new String[] {"overview", "model", "system"}) {
      open(hostile, page);
      BROWSER.find("#run");
      assertThat(BROWSER.driver().getTitle()).isEqualTo("DL4J Training UI");
    }
    BROWSER.await("the machine", () -> BROWSER.find("#nd4jBackend").getText().equals("CPU"));
    BROWSER.screenshot("hostile-name");

    follow("/captures");
    follow("model");
    assertThat(path()).isEqualTo("/train/" + browsers(SmallRuns.id(hostile)) + "/model");
    BROWSER.find("#layers canvas");
    BROWSER.evaluate("setSelectedVertex(1)");
    BROWSER.await("the layer", () -> BROWSER.find("#layerInfo").getText().contains("conv1"));
  }

  /** As a report of somebody else's could have them, stored with whatever version. */
  @Test
  void theTextsOfAReportAreOnlyText() {
    RunFolder run = new SmallRuns(folder).finished("reported");
    StatsInitializationReport initializationReport = initializationReport(run);
    try (RunStorage storage = RunStorage.open(run.storageFile(), SmallRuns.id(run))) {
      storage.reports().putStaticInfo(hostile(initializationReport));
      storage.reports().putUpdate(hostileReport(initializationReport.getSessionID()));
    }
    open(run, "system");
    BROWSER.await("the machine", () -> BROWSER.find("#OS").getText().equals(MARKUP));
    for (String field : List.of("hostName", "OSArchitecture", "jvmName", "jvmVersion")) {
      assertThat(BROWSER.find("#" + field).getText()).as(field).isEqualTo(MARKUP);
    }
    open(run, "overview");
    BROWSER.find("#scoreiterchart canvas");
    open(run, "model");
    BROWSER.find("#layers canvas");
    BROWSER.evaluate("setSelectedVertex(1)");
    BROWSER.await("the layer", () -> BROWSER.find("#layerInfo").getText().contains(MARKUP));
    BROWSER.evaluate("selectParamHist(arguments[0].paramHist.paramNames[0])", parameters(run));
    assertThat(BROWSER.driver().getTitle()).isEqualTo("DL4J Training UI");
    assertThat((Long) BROWSER.evaluate("return document.querySelectorAll('img[src=x]').length"))
        .isZero();
    BROWSER.open("about:blank");
    // DL4J's page makes ids of names, and jQuery finds none that are not plain.
    assertThat(BROWSER.errors()).allMatch(error -> error.contains("unrecognized expression"));
  }

  private static Object parameters(RunFolder run) {
    return BROWSER
        .driver()
        .executeAsyncScript(
            "fetch('/train/%s/model/data/1').then(a => a.json()).then(arguments[0])"
                .formatted(Pages.encoded(SmallRuns.id(run))));
  }

  private static StatsInitializationReport initializationReport(RunFolder run) {
    try (StorageReader storage = StorageReader.open(run.storageFile())) {
      return storage.initializationReport().orElseThrow();
    }
  }

  private static StatsInitializationReport hostile(StatsInitializationReport report) {
    Map<String, String> environment = new HashMap<>(Map.of(MARKUP, MARKUP));
    report.reportSoftwareInfo(
        MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, environment);
    report.reportHardwareInfo(1, 1, 1, 1, new long[] {1}, new String[] {MARKUP}, MARKUP);
    report.reportModelInfo(
        report.getModelClassName(),
        report.getModelConfigJson().replace("\"conv1\"", "\"" + MARKUP + "\""),
        new String[] {MARKUP},
        1,
        1);
    return report;
  }

  private static SbeStatsReport hostileReport(String session) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(session, StatsListener.TYPE_ID, "training", System.currentTimeMillis());
    report.reportIterationCount(0); // in place of all that was reported
    report.reportScore(1);
    report.reportMemoryUse(1, 1, 1, 1, new long[] {1}, new long[] {1});
    report.reportPerformance(1, 1, 1, 1, 1);
    Map<String, Double> values = new HashMap<>(Map.of(MARKUP + "_" + MARKUP, 1.0));
    Map<String, Histogram> histograms =
        new HashMap<>(Map.of(MARKUP + "_" + MARKUP, new Histogram(0, 1, 2, new int[] {1, 2})));
    for (StatsType type : List.of(StatsType.Parameters, StatsType.Updates)) {
      report.reportMean(type, values);
      report.reportMeanMagnitudes(type, values);
      report.reportHistograms(type, histograms);
    }
    report.reportLearningRates(values);
    return report;
  }

  /** As a browser's encodeURIComponent. */
  private static String browsers(String text) {
    return Pages.encoded(text).replace("%27", "'");
  }

  @Test
  void aRunThatCannotBeReadSaysSoBesideOthersThatCan() {
    open(broken, "overview");

    assertThat(BROWSER.find("h1").getText()).isEqualTo(SmallRuns.id(broken));
    assertThat(BROWSER.find("main p").getText())
        .contains(SmallRuns.id(broken) + "/storage.db")
        .doesNotContain(folder.toString())
        .contains("is not the storage of a run, or is damaged");
    BROWSER.screenshot("broken");
    open(good, "overview");
    BROWSER.find("#scoreiterchart canvas");
  }

  @Test
  void theLanguageIsTheVisitors() {
    open(good, "overview");
    BROWSER.find("#scoreiterchart canvas");
    try {
      BROWSER.evaluate("languageSelect('de', 'overview')");
      // DL4J's train.overview.de and train.de
      BROWSER.await("German", () -> BROWSER.find("nav").getText().contains("Modell"));
      BROWSER.await("German data", () -> BROWSER.find("body").getText().contains("Startzeit"));
      open(hostile, "model");
      BROWSER.await("German", () -> BROWSER.find("nav").getText().contains("Modell"));
    } finally {
      BROWSER.driver().manage().deleteAllCookies();
    }
    open(good, "overview");
    BROWSER.await("English", () -> BROWSER.find("nav").getText().contains("Overview"));
  }

  @Test
  void thePagesFitAPhone() {
    try {
      BROWSER.resize(390, 844);
      open(good, "overview");
      BROWSER.find("#scoreiterchart canvas");
      BROWSER.screenshot("overview-phone");
    } finally {
      BROWSER.resize(1366, 900);
    }
  }
}
