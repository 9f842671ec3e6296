package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.History;
import org.visualizingweights.data.Progress;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Real runs of two steps an epoch, which are stopped, and resumed in the same process. */
class ResumptionTest {
  private static final ConfigFolder CONFIG = new ConfigFolder(Path.of("config"));

  @TempDir static Path folder;

  private static String small;
  private static RunFolder stopped;

  private final Losses losses = new Losses();

  @BeforeAll
  static void aRunIsStoppedAfterThreeSteps() throws IOException {
    Path images = folder.resolve("images");
    Pictures.write(images, 64);
    small = "epochs=2,batch-size=16,dataset=" + images;
    Losses seen = new Losses();
    start(small, "stopped", seen, () -> seen.all.size() == 3);
    stopped = run("stopped");
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameEnd() throws IOException {
    start(small, "whole", losses, () -> false);
    List<Double> expected = List.copyOf(losses.all);
    losses.all.clear();
    RunFolder whole = run("whole");
    RunFolder run = copyOfStopped("resumed");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(run.metrics()).hasSize(1);

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    assertThat(losses.all).isEqualTo(expected.subList(3, 4));
    assertThat(run.metrics())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(whole.metrics());
    assertThat(History.read(run.storageFile()))
        .usingRecursiveComparison()
        .isEqualTo(History.read(whole.storageFile()));
    Manifest manifest = run.manifest();
    assertThat(manifest.status()).isEqualTo(Status.FINISHED);
    assertThat(manifest.reason()).isEmpty();
    assertThat(manifest.progress()).isEqualTo(whole.manifest().progress());
    assertThat(manifest.started()).isEqualTo(stopped.manifest().started());
    assertThat(manifest.resumed()).singleElement().matches(resumed -> resumed.step() == 3);
  }

  @Test
  void anotherNumberOfThreadsIsSaidAndNoted() throws IOException {
    RunFolder run = copyOfStopped("other threads");
    int before = run.manifest().machine().threads();
    int now = before == 1 ? 2 : 1;
    List<String> said = new ArrayList<>();

    resume(run, "", Map.of("threads", "" + now), said::add);

    assertThat(said)
        .containsOnlyOnce(
            "          with %d threads, after %d at its start: figures may differ in the last digits"
                .formatted(now, before));
    assertThat(run.manifest().machine().threads()).isEqualTo(before);
    assertThat(run.manifest().resumed().get(0).machine().threads()).isEqualTo(now);
  }

  @Test
  void theSameNumberOfThreadsIsNothingToSay() throws IOException {
    List<String> said = new ArrayList<>();

    resume(copyOfStopped("same threads"), "", Map.of(), said::add);

    assertThat(said).isNotEmpty().noneMatch(line -> line.contains("figures may differ"));
  }

  @Test
  void aRunCanBeGivenMoreEpochs() throws IOException {
    RunFolder run = copyOfStopped("longer");

    assertThat(resume(run, "epochs=3")).isEqualTo(Status.FINISHED);

    assertThat(run.metrics()).extracting(EpochMetrics::epoch).containsExactly(1, 2, 3);
    assertThat(run.manifest().progress().stepsPlanned()).isEqualTo(6);
    assertThat(run.manifest().experiment().overrides())
        .containsEntry("epochs", "3")
        .containsEntry("batch-size", "16");
    assertThat(run.experimentFile()).content().contains("epochs: 3");
    assertRefused(run, "", 2, "has done 3 epochs, and there is nothing left to do");
    assertRefused(run, "epochs=2", 2, "has done 3 epochs");
  }

  @Test
  void otherKeysCannotBeChanged() {
    assertRefused(
        stopped, "epochs=3,lr=1,capture.every=2", 2, "capture.every, lr cannot be changed");
  }

  @Test
  void aRunThatGoesOnIsLeftAlone() throws IOException {
    RunFolder run = copyOfStopped("running");
    Manifest running =
        Manifest.start(
            run.manifest().experiment(),
            run.manifest().progress(),
            "CPU",
            run.manifest().versions(),
            run.manifest().machine(),
            Instant.now());
    run.write(running);

    assertRefused(run, "", 2, "is still running, in process " + ProcessHandle.current().pid());
  }

  @Test
  void aRunDoesNotGoOnWithOtherData() throws IOException {
    RunFolder run = copyOfStopped("other data");
    Manifest manifest = run.manifest();
    Provenance other =
        new Provenance("mnist", "elsewhere", Map.of("labels", "0123abcd"), Optional.empty());
    run.write(manifest.using(other, manifest.weights().orElseThrow()));
    Manifest before = run.manifest();

    assertRefused(run, "", 3, "its data were mnist (SHA-256 {labels=0123abcd}), and now they are");
    assertThat(run.manifest()).isEqualTo(before);
    assertThat(run.metrics()).hasSize(1);
  }

  @Test
  void aRunDoesNotGoOnWithAnotherNetwork() throws IOException {
    RunFolder run = copyOfStopped("other network");
    String yaml = Files.readString(run.experimentFile());
    Files.writeString(run.experimentFile(), yaml.replace("optimizer: adamw", "optimizer: sgd"));

    assertRefused(run, "", 3, "its checkpoint is of another network or optimiser");
  }

  @Test
  void withoutACheckpointThereIsNothingToGoOnFrom() throws IOException {
    RunFolder run = copyOfStopped("no checkpoint");
    try (Stream<Path> files = Files.list(run.checkpoints())) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[100]);
      }
    }
    assertRefused(run, "", 3, "it has no checkpoint that could be used");
  }

  private void assertRefused(RunFolder run, String set, int status, String message) {
    UserError error = catchThrowableOfType(UserError.class, () -> resume(run, set));
    assertThat(error).hasMessageContaining(message);
    assertThat(error.exitStatus()).isEqualTo(status);
  }

  private static void start(
      String set, String runs, TrainingObserver observer, BooleanSupplier stop) {
    Experiment experiment = ExperimentRun.experiments(CONFIG).read("untrained", set);
    new ExperimentRun(
            experiment,
            Experiments.overrides(set),
            settings(runs, Map.of()),
            Progress.SILENT,
            observer)
        .start(stop);
  }

  private Status resume(RunFolder run, String set) {
    return resume(run, set, Map.of(), line -> {});
  }

  private Status resume(
      RunFolder run, String set, Map<String, String> properties, Consumer<String> say) {
    Resumption resumption =
        Resumption.of(run.path(), set, ExperimentRun.experiments(CONFIG), problem -> {});
    return new ExperimentRun(resumption, settings("elsewhere", properties), saying(say), losses)
        .start(() -> false);
  }

  private static Progress saying(Consumer<String> say) {
    return new Progress() {
      @Override
      public void say(String line) {
        say.accept(line);
      }

      @Override
      public Task begin(String name, long done, long total) {
        return SILENT.begin(name, done, total);
      }
    };
  }

  private static Settings settings(String runs, Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("runs.directory", folder.resolve(runs).toString());
    properties.setProperty("ui.enabled", "false");
    return Settings.read(CONFIG, properties);
  }

  private static RunFolder run(String runs) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(runs).resolve("untrained"))) {
      return RunFolder.open(all.findFirst().orElseThrow());
    }
  }

  private static RunFolder copyOfStopped(String name) throws IOException {
    Path from = stopped.path();
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return RunFolder.open(to);
  }

  /** Remembers the loss of each step. */
  private static final class Losses implements TrainingObserver {
    final List<Double> all = new ArrayList<>();

    @Override
    public void stepDone(TrainingState state, double loss) {
      all.add(loss);
    }
  }
}
