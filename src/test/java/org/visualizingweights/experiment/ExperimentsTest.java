package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.visualizingweights.experiment.SmallestExperiment.SMALLEST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.experiment.ExperimentReader.Origin;
import org.visualizingweights.experiment.Experiments.Listed;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.training.CheckpointSettings;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;
import org.visualizingweights.training.OptimizerSettings.Algorithm;

class ExperimentsTest {
  @TempDir Path folder;

  private Experiments experiments() {
    return SmallestExperiment.experimentsIn(folder);
  }

  private Experiment read(String yaml, String overrides) throws IOException {
    Files.writeString(folder.resolve("x.yaml"), yaml);
    return experiments().read("x", overrides);
  }

  @Test
  void theSmallestFileGetsAllElseFromTheDefaults() throws IOException {
    // The values are those of the notebook that the project reproduces.
    assertThat(read(SMALLEST, ""))
        .isEqualTo(
            new Experiment(
                "x",
                "What happens?",
                ResNet.RESNET_18,
                false,
                LearningRates.of(0.01),
                3,
                0.5,
                Freeze.NONE,
                Head.CONCAT_POOL,
                "mnist",
                "imagenet",
                Optional.of("imagenet-mlnet"),
                OptionalInt.empty(),
                32,
                64,
                true,
                new OptimizerSettings(Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5),
                42,
                List.of(),
                new CaptureSettings(
                    List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 1, 40, 0, 10),
                100,
                new CheckpointSettings(OptionalInt.empty(), 2)));
  }

  @Test
  void pretrainedNetworksHaveTheirBodyFrozenUnlessTheFileSaysOtherwise() throws IOException {
    String pretrained = SMALLEST.replace("false", "true");
    assertThat(read(pretrained, "").freeze()).isEqualTo(Freeze.BODY);
    assertThat(read(pretrained + "freeze: none", "").freeze()).isEqualTo(Freeze.NONE);
    assertThat(read(pretrained + "freeze: [conv1, conv3_x]", "").freeze())
        .isEqualTo(Freeze.of(Set.of("conv1", "conv3_x"), ResNet.RESNET_18.body()));
  }

  @Test
  void learningRatesAreANumberOrAListOrAMap() throws IOException {
    assertThat(read(SMALLEST, "lr=1e-3").lr()).isEqualTo(LearningRates.of(0.001));
    assertThat(read(SMALLEST, "lr=[1.0, 0.1, .01]").lr())
        .isEqualTo(LearningRates.spread(List.of(1.0, 0.1, 0.01), ResNet.RESNET_18.parts()));
    String map = "{conv1: 1, conv2_x: 2, conv3_x: 3, conv4_x: 4, conv5_x: 5, head: 6}";
    assertThat(read(SMALLEST, "lr=" + map).lr())
        .isEqualTo(
            LearningRates.spread(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), ResNet.RESNET_18.parts()));
  }

  @Test
  void settingsOfTheCommandLineStandOverTheFile() throws IOException {
    Experiment experiment =
        read(
            SMALLEST + "capture:\n  bins: 20\n",
            "epochs=1, limit=2048,capture.every=2,capture.vertices=[conv1,fc],"
                + "description='Why, x, y'");
    assertThat(experiment.description()).isEqualTo("Why, x, y");
    assertThat(experiment.epochs()).isEqualTo(1);
    assertThat(experiment.limit()).hasValue(2048);
    assertThat(experiment.capture())
        .isEqualTo(new CaptureSettings(List.of("conv1", "fc"), 2, 20, 0, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lr=[1.0,0.1,0.01]",
        "freeze=[conv5_x,conv1],limit=1000,head=linear,augment=false,optimizer=sgd,seed=-1",
        "weights-fallback=none,capture.range=[-1e-3,1e9],eps=1e-30",
        "checkpoints.every=100,checkpoints.keep=1",
        "stop-when=[diverged,not-finite]",
        "weights=pom.xml#model.student",
        "name='1e5'",
        "description='true'",
        "description='.nan'",
        "description='a: b # c'",
        "description='- 5'",
        "description=\"0x10\"",
        "description=größer „als“ it's \\ and \"that",
      })
  void whatIsWrittenBackIsTheSameExperimentUnderAnyFileName(String overrides) throws IOException {
    Experiment experiment = read(SMALLEST, overrides);
    Files.writeString(folder.resolve("experiment.yaml"), experiment.toYaml());
    assertThat(experiments().read("experiment", "")).isEqualTo(experiment);
  }

  @Test
  void wildcardsStandForLayerGroupsAndVertices() throws IOException {
    Experiment experiment =
        read(SMALLEST, "capture.vertices=[conv?_x, '*1.conv1'],freeze=[conv?_x],lr={'*': 0.1}");
    assertThat(experiment.capture().vertices())
        .containsExactly(
            "conv2_x",
            "conv3_x",
            "conv4_x",
            "conv5_x",
            "conv2_1.conv1",
            "conv3_1.conv1",
            "conv4_1.conv1",
            "conv5_1.conv1");
    assertThat(experiment.freeze().chosen())
        .containsExactly("conv2_x", "conv3_x", "conv4_x", "conv5_x");
    assertThat(experiment.lr()).hasToString("0.1");
  }

  @Test
  void whatIsWrittenBackNeedsNoDefaults() throws IOException {
    String yaml = read(SMALLEST, "").toYaml();
    Mistakes mistakes = new Mistakes();
    Node.Mapping keys = (Node.Mapping) Yaml.read("", yaml, mistakes).orElseThrow();
    Origin origin = new Origin("other", folder, keys.entries().keySet(), false);
    Surroundings around =
        Surroundings.of(Network::vertices, List.of(), new ConfigFolder(Path.of("config")));
    ExperimentReader.read(keys, origin, around, mistakes);
    mistakes.throwIfAny();
    assertThat(yaml).contains("name: x\n", "freeze: none\n", "limit: none\n", "lr: 0.01\n");
  }

  @Test
  void aFolderOfImagesIsFoundInADataDirectoryOrAtHome() throws IOException {
    Files.createDirectories(folder.resolve("data/photos"));
    Files.writeString(folder.resolve("x.yaml"), SMALLEST);
    Experiments all =
        new Experiments(
            folder,
            new ConfigFolder(Path.of("config")),
            Network::vertices,
            List.of(folder.resolve("data")));

    assertThat(all.read("x", "dataset=photos").dataset()).isEqualTo("photos");
    assertThat(all.read("x", "dataset=~/").dataset())
        .isEqualTo(System.getProperty("user.home") + "/");
    assertThatThrownBy(() -> all.read("x", "dataset=fotos"))
        .hasMessageContaining(
            "an existing folder of images, and there is no " + Path.of("fotos").toAbsolutePath())
        .hasMessageContaining(" or " + folder.resolve("data/fotos"));
  }

  @Test
  void aNameIsNoLongerThanThatOfAFolder() throws IOException {
    // 66 of three bytes each are 198; file systems count those, and take 255 with what follows
    assertThat(read(SMALLEST, "name=" + "層".repeat(66)).name()).hasSize(66);
    assertThatThrownBy(() -> read(SMALLEST, "name=" + "層".repeat(67)))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageContaining("of at most 200 bytes");
  }

  @Test
  void aFileIsFoundByItsNameOrPathWithOrWithoutEnding() throws IOException {
    Path file = Files.writeString(folder.resolve("lr-0.1.yaml"), SMALLEST);
    assertThat(List.of("lr-0.1", "lr-0.1.yaml", " lr-0.1 "))
        .allSatisfy(name -> assertThat(experiments().find(name)).isEqualTo(file));
    assertThat(experiments().find(folder.resolve("lr-0.1").toString())).isEqualTo(file);
    assertThat(experiments().read("lr-0.1", "").name()).isEqualTo("lr-0.1");
  }

  @Test
  void aMissingFileIsSaidWithThoseOfNearNames() throws IOException {
    Files.writeString(folder.resolve("untrained.yaml"), SMALLEST);
    Files.writeString(folder.resolve("break-untrained.yaml"), SMALLEST);
    assertMistakes(() -> experiments().find("untraned.yaml"))
        .isEqualTo(
            folder.resolve("untraned.yaml")
                + ": there is no such experiment; did you mean untrained?");
    assertMistakes(() -> experiments().find("fishes"))
        .isEqualTo(
            folder.resolve("fishes")
                + ": there is no such experiment; there are break-untrained, untrained");
    assertMistakes(() -> experiments().find(folder.resolve("no/such").toString()))
        .isEqualTo(folder.resolve("no/such") + ": there is no such experiment");
    assertMistakes(() -> experiments().find(folder.toString())).contains("a folder");
    assertMistakes(() -> experiments().find(" ")).contains("no name of an experiment");
  }

  @Test
  void theListHasEveryExperimentWithItsDescriptionOrItsFirstMistake() throws IOException {
    Files.writeString(folder.resolve("good.yaml"), SMALLEST);
    Files.writeString(folder.resolve("bad.yaml"), SMALLEST.replace("3", "0"));
    Files.writeString(folder.resolve("notes.txt"), "");
    assertThat(experiments().list())
        .containsExactly(
            new Listed(
                "bad",
                folder.resolve("bad.yaml")
                    + ":4:9: epochs: found 0, allowed is a whole number from 1 to 100000",
                false),
            new Listed("good", "What happens?", true));
  }

  @Test
  void withoutTheirFolderNothingIsListed() {
    ConfigFolder config = new ConfigFolder(Path.of("config"));
    assertMistakes(() -> new Experiments(Path.of("nowhere"), config, Network::vertices).list())
        .isEqualTo("nowhere: there is no such folder; run from the project's folder");
  }

  @Test
  void everyExperimentOfTheProjectIsValid() {
    Experiments shipped =
        new Experiments(
            Path.of("experiments"), new ConfigFolder(Path.of("config")), Network::vertices);
    assertThat(shipped.list())
        .allSatisfy(listed -> assertThat(listed.valid()).as(listed.text()).isTrue())
        .allSatisfy(listed -> assertThat(listed.text()).endsWith("?"))
        .extracting(Listed::name)
        .contains("untrained", "break-untrained", "untrained-lr-0.1");
  }

  @Test
  void theSixExperimentsOfTheNotebookHaveItsLearningRates() {
    Experiments shipped =
        new Experiments(
            Path.of("experiments"), new ConfigFolder(Path.of("config")), Network::vertices);
    Map<String, Double> rates =
        Map.of(
            "pretrained", 0.01,
            "untrained", 0.01,
            "pretrained-lr-0.1", 0.1,
            "untrained-lr-0.1", 0.1,
            "break-pretrained", 1.0,
            "break-untrained", 1.0);
    rates.forEach(
        (name, rate) -> {
          Experiment experiment = shipped.read(name, "");
          assertThat(experiment.lr()).isEqualTo(LearningRates.of(rate));
          assertThat(experiment.pretrained()).isEqualTo(!name.contains("untrained"));
        });
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertMistakes(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitStatus()).isEqualTo(2));
    return assertThat(org.assertj.core.api.Assertions.catchThrowable(call).getMessage());
  }
}
