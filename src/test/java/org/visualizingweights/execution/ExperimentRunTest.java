package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.History;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Real runs, kept small. All mirrors are a closed port of this machine. */
class ExperimentRunTest {
  private static final String UNREACHABLE =
      "[{name: x.pth, urls: [http://127.0.0.1:9/x.pth], bytes: 1, sha256: " + "a".repeat(64) + "}]";
  private static final String SMALL = "limit=128,batch-size=32,epochs=2";

  @TempDir Path folder;

  private final ConfigFolder config = new ConfigFolder(Path.of("config"));
  private final Observer console = new Observer();
  private Settings settings;

  @BeforeEach
  void nothingCanBeDownloaded() {
    Properties properties = new Properties();
    properties.setProperty("cache.directory", folder.resolve("cache").toString());
    properties.setProperty("runs.directory", folder.resolve("runs").toString());
    properties.setProperty("sources.fashion-mnist.mirrors", "[http://127.0.0.1:9/]");
    properties.setProperty("sources.imagenet.files", UNREACHABLE);
    properties.setProperty("ui.enabled", "false");
    settings = Settings.read(config, properties);
  }

  @Test
  void leavesAFolderWithAllThereIsToKnow() throws IOException {
    Status status = run("untrained", SMALL + ",dataset=synthetic-digits", () -> false);

    RunFolder run = onlyRun("untrained");
    Manifest manifest = run.manifest();
    assertThat(status).isEqualTo(Status.FINISHED);
    assertThat(manifest.status()).isEqualTo(Status.FINISHED);
    assertThat(manifest.progress().steps()).isEqualTo(4);
    assertThat(manifest.progress().epochs()).isEqualTo(2);
    assertThat(manifest.experiment().overrides()).containsEntry("batch-size", "32");
    assertThat(manifest.data().orElseThrow().name()).isEqualTo("synthetic-digits");
    assertThat(manifest.data().orElseThrow().fallback()).isEmpty();
    assertThat(manifest.weights().orElseThrow().name()).isEqualTo("random");
    assertThat(run.metrics()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
    assertThat(console.metrics)
        .extracting(EpochMetrics::validLoss)
        .isEqualTo(run.metrics().stream().map(EpochMetrics::validLoss).toList());
    assertThat(charts(run)).hasSize(10).allMatch(name -> name.matches(".*\\.(png|svg)"));
  }

  @Test
  void moreStepsThanCanBeCountedAreAMistakeOfTheFile() {
    Experiment longest = ExperimentRun.experiments(config).read("untrained", "epochs=16549");
    Experiment longer = ExperimentRun.experiments(config).read("untrained", "epochs=16550");

    // 2^31 - 1 is 16,549 x 129,761 + 68,858.
    assertThat(ExperimentRun.steps(longest, 129_761)).isEqualTo(2_147_414_789);
    UserError mistake =
        catchThrowableOfType(UserError.class, () -> ExperimentRun.steps(longer, 129_761));

    assertThat(mistake.exitStatus()).isEqualTo(2);
    assertThat(mistake)
        .hasMessageStartingWith(
            "untrained: epochs: found 16550, of 129,761 steps each, allowed is at most 16549");
  }

  @Test
  void capturesEveryStepOfTrainingAndNoneOfValidation() {
    run("untrained", SMALL + ",dataset=synthetic-digits", () -> false);

    History history = History.read(onlyRun("untrained").storageFile());
    assertThat(history.problems()).isEmpty();
    assertThat(history.steps()).hasSize(4);
    assertThat(history.steps()).extracting(step -> step.loss()).isEqualTo(console.losses);
    for (int i = 0; i < 4; i++) {
      assertThat(history.steps().get(i).iteration()).isEqualTo(i);
      assertThat(history.steps().get(i).epoch()).isEqualTo(i / 2);
      List<Capture> captures = history.steps().get(i).captures();
      assertThat(captures)
          .extracting(Capture::vertex)
          .containsExactly("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x");
      // Images of 32 pixels in batches of 32; table 1 of the ResNet paper has the shapes.
      assertThat(captures)
          .extracting(ExperimentRunTest::count)
          .containsExactly(
              32L * 64 * 16 * 16,
              32L * 64 * 8 * 8,
              32L * 128 * 4 * 4,
              32L * 256 * 2 * 2,
              32L * 512);
      // What comes out of a ReLU is never negative.
      assertThat(captures.get(1).below()).isZero();
      assertThat(captures.get(1).min()).isZero();
    }
  }

  @Test
  void itsExperimentFileRunsItAgainWithTheSameFigures() {
    run("untrained", SMALL + ",dataset=synthetic-digits", () -> false);
    List<Double> losses = List.copyOf(console.losses);
    Path file = onlyRun("untrained").experimentFile();
    console.losses.clear();

    run(file.toString(), "", () -> false);

    assertThat(console.losses).isEqualTo(losses);
  }

  @Test
  void saysEverywhereWhichWeightsStandInForOthers() throws IOException {
    run("break-pretrained", SMALL, () -> false);

    RunFolder run = onlyRun("break-pretrained");
    String mlnet = "imagenet-mlnet (ImageNet's, from ML.NET, not torchvision's)";
    assertThat(console.said.lines)
        .anyMatch(line -> line.startsWith("Using " + mlnet + " instead: imagenet (ImageNet's, "))
        .anyMatch(line -> line.startsWith("weights   " + mlnet + ", "));
    Provenance weights = run.manifest().weights().orElseThrow();
    assertThat(weights.title()).isEqualTo(mlnet);
    assertThat(weights.license()).contains("MIT, .NET Foundation and Contributors");
    assertThat(weights.fallback().orElseThrow()).contains("imagenet").contains("127.0.0.1:9");
    assertThat(run.manifest().data().orElseThrow().name()).isEqualTo("mnist");
    assertThat(run.manifest().data().orElseThrow().fallback()).isEmpty();
    for (String chart : charts(run).stream().filter(name -> name.endsWith(".svg")).toList()) {
      assertThat(Files.readString(run.charts().resolve(chart)))
          .contains("weights: imagenet-mlnet (ImageNet&apos;s, from ML.NET")
          .contains(
              "imagenet-mlnet is used: torchvision&apos;s imagenet weights could not be found or downloaded")
          .doesNotContain("127.0.0.1");
    }
    assertThat(Files.readString(run.reportFile()))
        .contains("MIT, .NET Foundation and Contributors")
        .contains(weights.sha256().values().iterator().next())
        .contains("imagenet-mlnet is used: ")
        .doesNotContain("127.0.0.1");
  }

  @Test
  void nothingStandsInForDataThatCannotBeHad() {
    UserError error =
        catchThrowableOfType(
            UserError.class, () -> run("untrained", SMALL + ",dataset=fashion-mnist", () -> false));
    assertThat(error.exitStatus()).isEqualTo(3);
    assertThat(error.getMessage())
        .startsWith("train-labels-idx1-ubyte.gz is not in ")
        .contains("127.0.0.1:9");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void finishesItsFilesWhenItIsStopped() throws IOException {
    Status status =
        run("untrained", SMALL + ",dataset=synthetic-digits", () -> console.losses.size() == 3);

    RunFolder run = onlyRun("untrained");
    assertThat(status).isEqualTo(Status.INTERRUPTED);
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(run.manifest().progress().steps()).isEqualTo(3);
    assertThat(run.metrics()).hasSize(1);
    assertThat(History.read(run.storageFile()).steps()).hasSize(3);
    assertThat(charts(run)).hasSize(10);
  }

  @Test
  void aLearningRateThatBreaksTheNetworkDoesNotBreakTheRun() {
    Status status = run("untrained", SMALL + ",dataset=synthetic-digits,lr=1e30", () -> false);

    Manifest manifest = onlyRun("untrained").manifest();
    assertThat(status).isEqualTo(Status.FINISHED);
    assertThat(manifest.progress().nonFiniteLosses()).isEqualTo(3);
    assertThat(console.said.lines).anyMatch(line -> line.contains("NaN or infinite at 3 steps"));
  }

  private Status run(String experiment, String overrides, Stop stop) {
    Experiment read = ExperimentRun.experiments(config).read(experiment, overrides);
    return new ExperimentRun(
            read, Experiments.overrides(overrides), settings, console.said, console)
        .start(stop);
  }

  private RunFolder onlyRun(String experiment) {
    try (Stream<Path> runs = Files.list(folder.resolve("runs").resolve(experiment))) {
      List<Path> all = runs.toList();
      assertThat(all).hasSize(1);
      return RunFolder.open(all.get(0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> charts(RunFolder run) throws IOException {
    try (Stream<Path> files = Files.list(run.charts())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static long count(Capture capture) {
    return Stream.of(capture.magnitudes().counts()).flatMapToLong(Arrays::stream).sum();
  }

  /** Remembers what the user would see. */
  private static final class Observer implements TrainingObserver {
    final Said said = new Said();
    final List<Double> losses = new ArrayList<>();
    final List<EpochMetrics> metrics = new ArrayList<>();

    @Override
    public void stepDone(TrainingState state, double loss) {
      losses.add(loss);
    }

    @Override
    public void epochDone(TrainingState state, EpochMetrics epoch) {
      metrics.add(epoch);
    }
  }
}
