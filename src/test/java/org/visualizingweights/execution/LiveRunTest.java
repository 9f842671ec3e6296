package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.visualizingweights.Browser;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** The Activations page while a real run trains. */
class LiveRunTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  /** In minutes; a machine that is busy with other things needs some. */
  private static final int PATIENCE = 5;

  private static final String ENDLESS =
      "dataset=synthetic-digits,limit=2048,batch-size=32,epochs=1000";

  private static final int WATCHED_MILLIS = 5000;
  private static final int TRIES = 6;

  /** The readout is written when all is drawn, and seen with the next frame. */
  private static final String REMEMBER_WHAT_IS_READ =
      """
      const readout = document.querySelector('.readout');
      window.read = [];
      new MutationObserver(() => {
        const text = readout.textContent;
        requestAnimationFrame(() => window.read.push([text, Date.now()]));
      }).observe(readout, {childList: true});
      """;

  @TempDir Path folder;
  private final Observer console = new Observer();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void aRunIsSeenStepByStepAndThePageStaysWhenItEnds() throws Exception {
    CompletableFuture<Status> run = CompletableFuture.supplyAsync(this::train);
    try {
      CompletableFuture.anyOf(console.captured, run).get(PATIENCE, TimeUnit.MINUTES);
      BROWSER.open(console.address.getNow("not said"));
      BROWSER.find(".cell .u-over");
      assertThat(BROWSER.driver().findElements(By.cssSelector(".cell"))).hasSize(5);
      assertThat(BROWSER.find(".status").getText()).isEqualTo("running");
      BROWSER.evaluate("window.sameDocument = true");
      long first = lastStep();

      BROWSER.await("new steps", () -> lastStep() > first);

      BROWSER.evaluate(REMEMBER_WHAT_IS_READ);
      assertThat(longestWayOfAQuietWhile())
          .as("ms till the slowest step is shown")
          .isLessThan(1000);
      assertThat(BROWSER.evaluate("return window.sameDocument")).isEqualTo(true);
      BROWSER.await("the kernels", () -> BROWSER.find(".kernels canvas").isDisplayed());
      BROWSER.await("the end of an epoch", () -> BROWSER.find(".epoch").isDisplayed());
      BROWSER.assertNoErrors();
    } finally {
      BROWSER.screenshot("live-run");
      stop.set(true);
    }
    assertThat(run.get(PATIENCE, TimeUnit.MINUTES)).isEqualTo(Status.INTERRUPTED);
    BROWSER.await(
        "that the server is gone",
        () -> BROWSER.find(".notice").getText().contains("The server does not answer"));
    assertThat(BROWSER.driver().findElements(By.cssSelector(".cell"))).hasSize(5);
    BROWSER.errors(); // the refused connections
  }

  /**
   * The longest that any step takes from being stored to being on the screen, in milliseconds. A
   * machine that does other things, too, may keep a browser waiting; so there are some tries, but
   * within each no step may be late.
   */
  private long longestWayOfAQuietWhile() throws Exception {
    long longest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && longest >= 1000; i++) {
      longest = longestWay();
    }
    return longest;
  }

  private long longestWay() throws Exception {
    long start = System.currentTimeMillis();
    long end = start + WATCHED_MILLIS;
    Thread.sleep(WATCHED_MILLIS + 2000); // and some for the last ones
    NavigableMap<Long, Long> shown = shown();
    List<Long> ways = new ArrayList<>();
    stored()
        .forEach(
            (step, when) -> {
              if (when >= start && when < end) {
                Map.Entry<Long, Long> seen = shown.ceilingEntry(step);
                ways.add(seen == null ? Long.MAX_VALUE : seen.getValue() - when);
              }
            });
    assertThat(ways).as("steps").hasSizeGreaterThan(10);
    return Collections.max(ways);
  }

  /** When each step was put into the storage, in milliseconds since 1970. */
  private Map<Long, Long> stored() throws Exception {
    Map<Long, Long> stored = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      Path storage = files.filter(file -> file.endsWith("storage.db")).findFirst().orElseThrow();
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + storage);
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT Iteration, Millis FROM Records WHERE Kind = 'ActivationCaptures'")) {
        while (rows.next()) {
          stored.put(rows.getLong(1), rows.getLong(2));
        }
      }
    }
    return stored;
  }

  /** When the page had drawn up to a step, by the same clock. */
  private static NavigableMap<Long, Long> shown() {
    NavigableMap<Long, Long> shown = new TreeMap<>();
    for (Object entry : (List<?>) BROWSER.evaluate("return window.read")) {
      List<?> read = (List<?>) entry;
      shown.putIfAbsent(lastStep((String) read.get(0)), ((Number) read.get(1)).longValue());
    }
    return shown;
  }

  /** The last step that is drawn. */
  private static long lastStep() {
    return lastStep(BROWSER.find(".readout").getText());
  }

  private static long lastStep(String readout) {
    String read = readout.replace(",", "");
    return read.matches("steps 0 to \\d+.*")
        ? Long.parseLong(read.replaceFirst("steps 0 to (\\d+).*", "$1"))
        : -1;
  }

  private Status train() {
    ConfigFolder config = new ConfigFolder(Path.of("config"));
    Properties properties = new Properties();
    properties.setProperty("runs.directory", folder.toString());
    properties.setProperty("ui.port", "0");
    Experiment experiment = ExperimentRun.experiments(config).read("untrained", ENDLESS);
    Settings settings = Settings.read(config, properties);
    return new ExperimentRun(experiment, Experiments.overrides(ENDLESS), settings, console, console)
        .start(stop::get);
  }

  /** Hears where the run can be seen, and when there is something to be seen. */
  private static final class Observer implements Console, TrainingObserver {
    private static final String LOOK = "look ";

    final CompletableFuture<String> address = new CompletableFuture<>();
    final CompletableFuture<Integer> captured = new CompletableFuture<>();

    @Override
    public void say(String line) {
      if (line.startsWith(LOOK)) {
        address.complete(line.substring(LOOK.length()).strip());
      }
    }

    @Override
    public Task begin(String name, long done, long total) {
      return Console.SILENT.begin(name, done, total);
    }

    @Override
    public void stepDone(TrainingState state, double loss) {
      captured.complete(state.step() - 1);
    }
  }
}
