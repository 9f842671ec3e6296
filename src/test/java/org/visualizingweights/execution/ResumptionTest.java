package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.History;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Export;
import org.visualizingweights.report.RunResults;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Results;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunLock;
import org.visualizingweights.run.Status;
import org.visualizingweights.storage.StorageReader;
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
  void aRunOfAnotherNetworkGoesOnToTheSameEndAndIsReadAsWhatItIs() throws IOException {
    String deeper = small + ",network=resnet34";
    start(deeper, "deeper", losses, () -> false);
    RunFolder whole = run("deeper");
    List<Double> expected = List.copyOf(losses.all);
    losses.all.clear();
    start(deeper, "deeper stopped", losses, () -> losses.all.size() == 3);
    RunFolder run = run("deeper stopped");

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    assertThat(losses.all).isEqualTo(expected);
    assertThat(run.metrics())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(whole.metrics());
    assertThat(History.read(run.storageFile()))
        .usingRecursiveComparison()
        .isEqualTo(History.read(whole.storageFile()));
    assertThat(run.manifest().network()).contains(ResNet.RESNET_34.architecture(Head.CONCAT_POOL));
    assertThat(run.experimentFile()).content().contains("network: resnet34");
    assertThat(run.reportFile()).content().contains("network</th><td>resnet34</td>");
    assertRefused(run, "network=resnet18", 2, "network cannot be changed");
  }

  /** Images of 96 pixels are validated 28 at a time, and there are 32. */
  @Test
  void aRunThatWasStoppedInAValidationValidatesAndGoesOnToTheSameEnd() throws IOException {
    String large = small + ",image-size=96";
    start(large, "whole with large images", losses, () -> false);
    RunFolder whole = run("whole with large images");
    List<Double> expected = List.copyOf(losses.all);
    losses.all.clear();
    Validations validations = new Validations();
    start(large, "stopped in a validation", validations, () -> validations.batches == 1);
    RunFolder run = run("stopped in a validation");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(run.manifest().progress().steps()).isEqualTo(2);
    assertThat(run.manifest().progress().epochs()).isZero();
    assertThat(run.metrics()).isEmpty();
    assertThat(run.reportFile()).isNotEmptyFile();

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    assertThat(losses.all).isEqualTo(expected.subList(2, 4));
    assertThat(run.metrics())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(whole.metrics());
    assertThat(History.read(run.storageFile()))
        .usingRecursiveComparison()
        .isEqualTo(History.read(whole.storageFile()));
    assertThat(run.manifest().progress()).isEqualTo(whole.manifest().progress());
  }

  @Test
  void aRunThatWasRenamedGoesOnUnderItsNewName() throws IOException {
    RunFolder run = copyOfStopped("sorted/good ones/a better name");
    String session = session(run);
    Said said = new Said();
    Properties shown = new Properties();
    shown.setProperty("runs.directory", folder.resolve("sorted").toString());
    shown.setProperty("ui.port", "0");
    Resumption resumption =
        Resumption.of(run.path(), "", ExperimentRun.experiments(CONFIG), problem -> {});

    new ExperimentRun(resumption, Settings.read(CONFIG, shown), said, losses).start(() -> false);

    String id = "good ones/a better name";
    assertThat(said.lines)
        .contains("run       " + run.path())
        .anyMatch(line -> line.startsWith("Finished. Report: " + run.reportFile()))
        .anyMatch(line -> line.contains("/captures#a=" + id.replace(" ", "%20")))
        .noneMatch(line -> line.contains(session));
    assertThat(run.reportFile()).content().contains(id).doesNotContain(session);
    assertThat(session(run)).isEqualTo(session);
    assertThat(History.read(run.storageFile()).steps()).hasSize(4);
  }

  private static String session(RunFolder run) {
    try (StorageReader storage = StorageReader.open(run.storageFile())) {
      return storage.run();
    }
  }

  @Test
  void anotherNumberOfThreadsIsSaidAndNoted() throws IOException {
    RunFolder run = copyOfStopped("other threads");
    int before = run.manifest().machine().threads();
    int now = before == 1 ? 2 : 1;
    Said said = new Said();

    resume(run, "", Map.of("threads", "" + now), said);

    assertThat(said.lines)
        .containsOnlyOnce(
            "          with %s, after %s at its start: it goes on otherwise than it would have"
                .formatted(now == 1 ? "1 thread" : "2 threads", before));
    assertThat(run.manifest().machine().threads()).isEqualTo(before);
    assertThat(run.manifest().resumed().get(0).machine().threads()).isEqualTo(now);
  }

  @Test
  void aRunGoesOnWithDeeplearning4jsOwnLayersIfTheyAreAskedFor() throws IOException {
    assumeThat(OneDnnKit.obstacle()).isEmpty();
    RunFolder run = copyOfStopped("other layers");
    Said said = new Said();

    assertThat(resume(run, "", Map.of("layers", "stock"), said)).isEqualTo(Status.FINISHED);

    assertThat(said.lines)
        .containsOnlyOnce(
            "          with Deeplearning4j's own layers, after oneDNN at its start: it goes on otherwise"
                + " than it would have");
    assertThat(History.read(run.storageFile()).steps()).hasSize(4);
    assertThat(run.manifest().backend()).endsWith("oneDNN");
    assertThat(run.manifest().resumed().get(0).backend())
        .hasValueSatisfying(backend -> assertThat(backend).endsWith("Deeplearning4j's own layers"));
  }

  @Test
  void theSameNumberOfThreadsIsNothingToSay() throws IOException {
    Said said = new Said();

    resume(copyOfStopped("same threads"), "", Map.of(), said);

    assertThat(said.lines).isNotEmpty().noneMatch(line -> line.contains("at its start"));
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
            Map.of(),
            run.manifest().progress(),
            "CPU",
            run.manifest().versions(),
            run.manifest().machine(),
            Instant.now());
    run.write(running);

    try (RunLock lock = RunLock.acquire(run.path(), problem -> {})) {
      assertRefused(run, "", 2, "is still running, in process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aRunDoesNotGoOnWithOtherData() throws IOException {
    RunFolder run = copyOfStopped("other data");
    Manifest manifest = run.manifest();
    Provenance other = new Provenance("mnist", "elsewhere", Map.of("labels", "0123abcd"));
    run.write(manifest.using(other, manifest.weights().orElseThrow()));
    Manifest before = run.manifest();

    assertRefused(run, "", 3, "its data were mnist (SHA-256 {labels=0123abcd}), and now they are");
    assertThat(run.manifest()).isEqualTo(before);
    assertThat(run.metrics()).hasSize(1);
  }

  @Test
  void aRunOfAnEarlierVersionGoesOnWithTheDigitsThatStoodInForItsData() throws IOException {
    String set = "limit=64,batch-size=16,epochs=2";
    start(set + ",dataset=synthetic-digits", "digits", losses, () -> losses.all.size() == 3);
    RunFolder run = run("digits");
    record(run, "dataset: synthetic-digits", "dataset: mnist\ndataset-fallback: synthetic-digits");

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    assertThat(run.manifest().data().orElseThrow().name()).isEqualTo("synthetic-digits");
    assertThat(run.experimentFile()).content().doesNotContain("dataset-fallback");
  }

  @Test
  void aRunOfAnEarlierVersionGoesOnWithItsWeightsOrNamesThem() throws IOException {
    Path cached = folder.resolve("cache/weights/resnet18-fractals.safetensors");
    Path file = folder.resolve("mine.safetensors");
    ComputationGraph network =
        ResNet.RESNET_18.builder(new StockKit()).imageSize(32).build().init();
    Export.safetensors(StateDict.of(network), true, Map.of(), file);
    start(
        small + ",pretrained=true,weights=" + file,
        "weights",
        losses,
        () -> losses.all.size() == 3);
    RunFolder run = run("weights");
    record(run, "weights: \"?" + file + "\"?", "weights: imagenet");
    record(run, "weights-fallback: .*", "weights-fallback: fractals");
    Manifest manifest = run.manifest();
    String sha256 = manifest.weights().orElseThrow().sha256().get("mine.safetensors");
    Provenance fractals =
        new Provenance(
            "fractals", "comes with the program", Map.of("resnet18-fractals.safetensors", sha256));
    run.write(manifest.using(manifest.data().orElseThrow(), fractals));

    assertRefused(run, "", 3, "resnet18-fractals.safetensors, SHA-256 " + sha256);
    assertThat(run.metrics()).hasSize(1);

    Files.createDirectories(cached.getParent());
    Files.move(file, cached);
    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);
    assertThat(run.manifest().weights()).contains(fractals);
  }

  @Test
  void aRunGoesOnFromTheOneOfSeveralStateDictsThatItBeganWith() throws IOException {
    Path file = folder.resolve("both.safetensors");
    Map<String, Tensor> both = new LinkedHashMap<>();
    for (String name : List.of("student.", "teacher.")) {
      ComputationGraph network =
          ResNet.RESNET_18.builder(new StockKit()).imageSize(32).seed(name.length()).build().init();
      StateDict.of(network).forEach((tensor, values) -> both.put(name + tensor, values));
    }
    Export.safetensors(both, true, Map.of(), file);
    String set = small + ",pretrained=true,weights=" + file;
    assertThat(
            catchThrowableOfType(UserError.class, () -> start(set, "several", losses, () -> false)))
        .hasMessageContaining("none is guessed: 'student', 'teacher'");

    start(set + "#teacher", "chosen", losses, () -> losses.all.size() == 3);
    RunFolder run = run("chosen");
    Provenance weights = run.manifest().weights().orElseThrow();
    assertThat(weights.name()).isEqualTo("both.safetensors#teacher");
    assertThat(weights.origin()).isEqualTo(file.toString());

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);
    assertThat(run.manifest().weights()).contains(weights);
  }

  /** Has a run's experiment.yaml say something else, and its manifest nothing, as long ago. */
  private static void record(RunFolder run, String line, String other) throws IOException {
    forgetSettings(run);
    String yaml = Files.readString(run.experimentFile());
    assertThat(yaml).containsPattern("(?m)^" + line + "$");
    Files.writeString(run.experimentFile(), yaml.replaceAll("(?m)^" + line + "$", other));
  }

  private static void forgetSettings(RunFolder run) throws IOException {
    String json = Files.readString(run.manifestFile());
    Files.writeString(run.manifestFile(), json.replaceFirst("(?s)\"settings\" : \\{.*?},", ""));
    assertThat(run.manifest().settings()).isEmpty();
  }

  @Test
  void aFolderIsNotTakenForTheDataSetOfItsName() throws IOException {
    Path images = folder.resolve("mnist");
    Pictures.write(images, 64);
    start(
        "epochs=2,batch-size=16,dataset=" + images, "named", losses, () -> losses.all.size() == 3);
    RunFolder run = run("named");
    record(run, "dataset: .*", "dataset: gone");

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    Files.move(images, folder.resolve("moved"));
    assertRefused(run, "epochs=3", 3, "made from the images in " + images);
  }

  @Test
  void aRunGoesOnWithItsImagesWhereverTheyAreNowAndWithNoOthers() throws IOException {
    Path images = folder.resolve("photos");
    Pictures.write(images, 64);
    start(
        "epochs=2,batch-size=16,dataset=" + images,
        "photos moved",
        losses,
        () -> losses.all.size() == 3);
    RunFolder run = run("photos moved");

    Files.move(images.resolve("even"), images.resolve("zero"));
    assertRefused(
        run, "", 3, "its images have changed: in " + images + ", even/ is gone, zero/ is");

    Path elsewhere = folder.resolve("elsewhere");
    Files.move(images.resolve("zero"), images.resolve("even"));
    Files.move(images, elsewhere);
    Files.move(elsewhere.resolve("odd/1.png"), folder.resolve("1.png"));
    assertRefused(run, "dataset=" + elsewhere, 3, "in " + elsewhere + ", odd/ has other images");
    assertRefused(run, "dataset=mnist", 3, "data were photos");

    Files.move(folder.resolve("1.png"), elsewhere.resolve("odd/1.png"));
    record(run, "dataset: .*", "dataset: " + elsewhere);
    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);
    assertThat(run.manifest().data().orElseThrow().origin()).isEqualTo(elsewhere.toString());
    assertThat(resume(run, "epochs=3,dataset=" + elsewhere)).isEqualTo(Status.FINISHED);
  }

  @Test
  void aRunOfAnEarlierVersionGoesOnWithItsFolderAsItIs() throws IOException {
    RunFolder run = copyOfStopped("no fingerprint");
    Manifest manifest = run.manifest();
    Provenance now = manifest.data().orElseThrow();
    Provenance then = new Provenance(now.name(), now.origin(), Map.of());
    run.write(manifest.using(then, manifest.weights().orElseThrow()));
    Said said = new Said();

    assertThat(resume(run, "", Map.of(), said)).isEqualTo(Status.FINISHED);

    assertThat(said.lines).anyMatch(line -> line.contains("its images are taken as they are"));
    assertThat(run.manifest().data()).contains(now);
  }

  @Test
  void aRunThatBeganAtRandomDoesNotGoOnPretrained() throws IOException {
    RunFolder run = copyOfStopped("now pretrained");
    record(run, "pretrained: false", "pretrained: true");
    record(run, "weights: imagenet", "weights: imagenet-mlnet");

    assertRefused(run, "", 3, "its weights were random (drawn from seed 42), and now they are");
  }

  @Test
  void aRunDoesNotGoOnWithAnotherNetwork() throws IOException {
    RunFolder run = copyOfStopped("other network");
    forgetSettings(run);
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

  @Test
  void aRunThatWasKilledBeforeItsFirstCheckpointBeginsAgain() throws IOException {
    start(small, "undisturbed", new Losses(), () -> false);
    RunFolder whole = run("undisturbed");
    RunFolder run = copyOfStopped("killed early");
    delete(run.checkpoints());
    Said said = new Said();

    assertThat(resume(run, "", Map.of(), said)).isEqualTo(Status.FINISHED);

    assertThat(said.lines)
        .contains("resumed   from its beginning, as there is no checkpoint: 3 steps are done anew");
    assertThat(run.metrics())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(whole.metrics());
    assertThat(History.read(run.storageFile()))
        .usingRecursiveComparison()
        .isEqualTo(History.read(whole.storageFile()));
    assertThat(run.manifest().resumed()).singleElement().matches(resumed -> resumed.step() == 0);
  }

  @Test
  void aRunThatWasKilledBeforeItHadAStorageBeginsAgain() throws IOException {
    RunFolder run = copyOfStopped("killed at once");
    delete(run.checkpoints());
    Files.delete(run.storageFile());
    Files.delete(run.metricsFile());

    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);

    assertThat(History.read(run.storageFile()).steps()).hasSize(4);
    assertThat(session(run)).isEqualTo(session(stopped));
  }

  @Test
  void aFinishedRunWithoutACheckpointIsNotBegunAgain() throws IOException {
    start(small + ",checkpoints.keep=0,epochs=1", "kept none", losses, () -> false);
    RunFolder run = run("kept none");

    assertRefused(run, "epochs=2", 2, "kept no checkpoint (checkpoints.keep: 0)");
    assertRefused(run, "", 2, "has done 1 epoch, and there is nothing left to do");
  }

  @Test
  void ofAFinishedRunOnlyWhatIsMissingIsMade() throws IOException {
    start(small + ",checkpoints.keep=0,epochs=1", "no report", losses, () -> false);
    RunFolder run = run("no report");
    assertThat(run.manifest().results()).contains(Results.MADE);
    run.write(run.manifest().with(Results.NOT_YET)); // as when it was killed meanwhile
    delete(run.charts());
    Files.delete(run.reportFile());

    try (Resumption resumption =
        Resumption.of(run.path(), "", ExperimentRun.experiments(CONFIG), problem -> {})) {
      assertThat(resumption.isTrained()).isTrue();
      RunResults.write(resumption.folder());
    }

    assertThat(run.reportFile()).isNotEmptyFile();
    assertThat(run.charts().resolve("strips.png")).isNotEmptyFile();
    assertThat(run.manifest().results()).contains(Results.MADE);
    assertThat(run.manifest().status()).isEqualTo(Status.FINISHED);
    assertRefused(run, "", 2, "there is nothing left to do");
  }

  @Test
  void whatCannotBeSetCannotBeEditedEither() throws IOException {
    RunFolder run = copyOfStopped("edited");
    String yaml = Files.readString(run.experimentFile());
    Files.writeString(
        run.experimentFile(),
        yaml.replaceFirst("(?m)^lr: .*", "lr: 0.5").replaceFirst("(?m)^seed: .*", "seed: 7"));

    assertRefused(
        run,
        "",
        2,
        "only dataset and epochs can change. Put back what it began with: lr: 0.01; seed: 42");

    Files.writeString(run.experimentFile(), yaml.replaceFirst("(?m)^batch-size: .*\n", ""));
    assertRefused(run, "", 2, "Put back what it began with: batch-size: 16");

    String rates =
        Stream.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x", "head")
            .map(group -> group + ": 0.1")
            .collect(Collectors.joining(", ", "lr: {", "}"));
    Files.writeString(run.experimentFile(), yaml.replaceFirst("(?m)^lr: .*", rates));
    assertRefused(run, "", 2, "Put back what it began with: lr: 0.01");

    assertRefused(run, "seed=7", 2, "seed cannot be changed any more; it began with seed: 42");

    Files.writeString(run.experimentFile(), yaml.replaceFirst("(?m)^epochs: .*", "epochs: 3"));
    assertThat(resume(run, "")).isEqualTo(Status.FINISHED);
    assertThat(run.metrics()).hasSize(3);
  }

  @Test
  void aRunDoesNotGoBack() throws IOException {
    RunFolder run = copyOfStopped("back"); // in its second epoch

    assertRefused(run, "epochs=1", 2, "has done 1 epoch or more, and there is nothing left to do");
  }

  @Test
  void aResumeThatFailsBeforeItsFirstStepLeavesTheRunAsItWas() throws IOException {
    start(small + ",epochs=1", "done", losses, () -> false);
    RunFolder run = run("done");
    Files.delete(run.storageFile());
    Map<String, String> before = contents(run);

    assertRefused(run, "epochs=2", 3, "there is no storage " + run.storageFile());
    assertThat(contents(run)).isEqualTo(before);

    Files.write(run.storageFile(), new byte[5000]);
    before = contents(run);
    assertRefused(run, "epochs=2", 3, "is not the storage of a run, or is damaged");
    assertThat(contents(run)).isEqualTo(before);
  }

  /** What the files hold, but that of the lock. */
  private static Map<String, String> contents(RunFolder run) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    contents.remove(run.path().resolve(".lock").toString());
    return contents;
  }

  private static void delete(Path filesIn) throws IOException {
    try (Stream<Path> files = Files.list(filesIn)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertRefused(RunFolder run, String set, int status, String message) {
    UserError error = catchThrowableOfType(UserError.class, () -> resume(run, set));
    assertThat(error).hasMessageContaining(message);
    assertThat(error.exitStatus()).isEqualTo(status);
  }

  private static void start(String set, String runs, TrainingObserver observer, Stop stop) {
    Experiment experiment = ExperimentRun.experiments(CONFIG).read("untrained", set);
    new ExperimentRun(
            experiment,
            Experiments.overrides(set),
            settings(runs, Map.of()),
            Console.SILENT,
            observer)
        .start(stop);
  }

  private Status resume(RunFolder run, String set) {
    return resume(run, set, Map.of(), Console.SILENT);
  }

  private Status resume(
      RunFolder run, String set, Map<String, String> properties, Console console) {
    Resumption resumption =
        Resumption.of(run.path(), set, ExperimentRun.experiments(CONFIG), problem -> {});
    return new ExperimentRun(resumption, settings("elsewhere", properties), console, losses)
        .start(() -> false);
  }

  private static Settings settings(String runs, Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("runs.directory", folder.resolve(runs).toString());
    properties.setProperty("cache.directory", folder.resolve("cache").toString());
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
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return RunFolder.open(to);
  }

  /** Counts the batches that were validated. */
  private static final class Validations implements TrainingObserver {
    int batches;

    @Override
    public void validationBatchDone(TrainingState state) {
      batches++;
    }
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
