package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Export;
import org.visualizingweights.model.weights.WeightsFile;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.training.TrainingObserver;

/** Files of weights in another form; runs are exported in {@link KilledRunTest}. */
class ExportCommandTest {
  private static final Path INCLUDED =
      Path.of("src/data/weights/resnet18-imagenet-mlnet-half.safetensors");

  @TempDir Path folder;
  private final PrintStream systemErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(systemErr);
  }

  private static int export(Object... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "export";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].toString();
    }
    return Main.commandLine().execute(words);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void kernelsAreHalvedAndAllElseStays() throws Exception {
    float third = 1 / 3f;
    Path file = folder.resolve("small.safetensors");
    Export.safetensors(
        Map.of(
            "conv1.weight", new Tensor(new long[] {1, 1, 1, 1}, new float[] {third}),
            "bn1.weight", new Tensor(new long[] {1}, new float[] {third}),
            "bn1.num_batches_tracked", new Tensor(new long[0], new float[] {7})),
        false,
        Map.of("licence", "MIT"),
        file);

    assertThat(export(file, "--half")).isZero();

    Path half = folder.resolve("small-half.safetensors");
    Map<String, Tensor> tensors = WeightsFile.read(half);
    // The half next to a third: 1365 / 4096.
    assertThat(tensors.get("conv1.weight").values()).containsExactly(1365 / 4096f);
    assertThat(tensors.get("bn1.weight").values()).containsExactly(third);
    assertThat(tensors.get("bn1.num_batches_tracked").values()).containsExactly(7);
    assertThat(WeightsFile.metadata(half)).containsEntry("licence", "MIT");
    assertThat(export(file, "--half")).as("it is there already").isEqualTo(2);
  }

  @Test
  void theFileThatComesAlongIsExportedFromItsOriginal() throws Exception {
    Path original =
        Path.of(System.getProperty("data.dir", ""))
            .resolve("weights/resnet18-imagenet-mlnet.safetensors");
    assumeTrue(Files.isRegularFile(original), "the system property data.dir has no folder with it");
    Path half = folder.resolve("half.safetensors");

    assertThat(export(original, "--half", "-o", half)).isZero();

    assertThat(Files.mismatch(half, INCLUDED)).as("first byte that differs").isEqualTo(-1);
  }

  @Test
  void oneOfSeveralStateDictsIsExportedByItsName() throws Exception {
    Path file = folder.resolve("both.safetensors");
    Tensor one = new Tensor(new long[] {1}, new float[] {1});
    Tensor nan = new Tensor(new long[] {2}, new float[] {2, Float.NaN});
    Export.safetensors(
        Map.of("student.bn1.bias", one, "teacher.bn1.bias", nan), false, Map.of(), file);
    Path teacher = folder.resolve("teacher.safetensors");

    assertThat(export(file + "#teacher", "-o", teacher)).isZero();

    assertThat(WeightsFile.read(teacher)).containsOnlyKeys("bn1.bias");
    assertThat(complained()).contains("'bn1.bias' is NaN or infinite at 1 of 2 values");
    assertThat(export(file + "#ema")).isEqualTo(2);
    assertThat(complained()).contains("both.safetensors holds no 'ema'; it has ");
  }

  @Test
  void aFileOfWeightsIsNoModelForDeeplearning4j() {
    assertThat(export(INCLUDED, "--deeplearning4j")).isEqualTo(2);
    assertThat(complained()).contains("name a run's folder, or leave --deeplearning4j out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/outside"})
  void noManifestLeadsOutOfTheRunsFolder(String way) throws Exception {
    String name = way.startsWith("/") ? folder + way : way;
    RunFolder run = RunFolders.create(folder.resolve("runs"), "untrained", Instant.EPOCH);
    Files.writeString(
        run.manifestFile(),
        Files.readString(run.manifestFile()).replace("\"untrained\"", "\"" + name + "\""));

    assertThat(export(run.path())).isEqualTo(3);

    assertThat(complained()).contains("no experiment can be called");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all).noneMatch(file -> file.toString().contains("outside"));
    }
  }

  /** As a folder of somebody else's may have one. */
  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "of the user");
    Files.createSymbolicLink(folder.resolve("copy.safetensors.part"), other);

    assertThat(export(INCLUDED, "-o", folder.resolve("copy.safetensors"))).isEqualTo(3);

    assertThat(other).hasContent("of the user");
  }

  @Test
  void whatIsNoFileOfWeightsIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "none");
    assertThat(export(file)).isEqualTo(3);
    assertThat(complained()).startsWith(file + " is neither a safetensors file nor one that");
  }

  /** LeNet of Deeplearning4j's zoo, after two steps. */
  @Test
  void aNetworkThatIsNotOursIsWrittenUnderItsOwnNamesOrAsDeeplearning4jReadsIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("zoo.yaml"),
            """
            description: What happens?
            network: lenet
            pretrained: false
            lr: 0.001
            optimizer: adamw
            epochs: 1
            split: 0.5
            limit: 64
            batch-size: 16
            dataset: synthetic-digits
            """);
    Properties properties = new Properties();
    properties.setProperty("runs.directory", folder.resolve("runs").toString());
    properties.setProperty("ui.enabled", "false");
    ConfigFolder config = new ConfigFolder(Path.of("config"));
    new ExperimentRun(
            ExperimentRun.experiments(config).read(file.toString(), ""),
            Map.of(),
            Settings.read(config, properties),
            Console.SILENT,
            new TrainingObserver() {})
        .start(() -> false);
    Path run = folder.resolve("runs/zoo");
    Path tensors = folder.resolve("lenet.safetensors");
    Path zip = folder.resolve("lenet.zip");

    assertThat(export(run, "-o", tensors)).isZero();
    assertThat(export(run, "--deeplearning4j", "-o", zip)).isZero();

    Map<String, Tensor> written = WeightsFile.read(tensors);
    ComputationGraph network = ComputationGraph.load(zip.toFile(), true);
    assertThat(network.getIterationCount()).isEqualTo(2);
    assertThat(written).hasSameSizeAs(network.paramTable()).containsKey("cnn1.W");
    assertThat(network.paramTable())
        .allSatisfy(
            (name, values) ->
                assertThat(written.get(name.replace('_', '.')).values())
                    .containsExactly(values.dup('c').data().asFloat()));
    // Adam's two values of each parameter.
    assertThat(network.getUpdater().getStateViewArray().length())
        .isEqualTo(2 * network.numParams());
  }
}
