package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.visualizingweights.Browser;
import org.visualizingweights.data.Progress;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;

/** The Activations page while a real run trains. */
class LiveRunTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  /** In minutes; a machine that is busy with other things needs some. */
  private static final int PATIENCE = 5;

  private static final String ENDLESS =
      "dataset=synthetic-digits,limit=256,batch-size=32,epochs=1000";

  @TempDir Path folder;
  private final Console console = new Console();
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

  /** The last step that is drawn. */
  private static long lastStep() {
    String read = BROWSER.find(".readout").getText().replace(",", "");
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
  private static final class Console implements Progress, TrainingObserver {
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
      return Progress.SILENT.begin(name, done, total);
    }

    @Override
    public void stepDone(int step, double loss) {
      captured.complete(step);
    }
  }
}
