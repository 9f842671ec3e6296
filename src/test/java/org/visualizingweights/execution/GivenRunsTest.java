package org.visualizingweights.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.History;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Experiments;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Note;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;
import org.visualizingweights.training.Checkpoints;
import org.visualizingweights.training.TrainingObserver;
import org.visualizingweights.training.TrainingState;

/** Real runs of networks that are not ours: of two steps an epoch, with small images. */
class GivenRunsTest {
  private static final ConfigFolder CONFIG = new ConfigFolder(Path.of("config"));
  private static final int SIZE = 12;

  @TempDir Path folder;

  private final Said said = new Said();
  private final List<Double> losses = new ArrayList<>();
  private final TrainingObserver observer =
      new TrainingObserver() {
        @Override
        public void stepDone(TrainingState state, double loss) {
          losses.add(loss);
        }
      };

  @Test
  void oneOfTheZooTrainsAndSaysWhatItIs() throws IOException {
    write("zoo", "network: lenet\npretrained: false\nlr: 0.001\noptimizer: adamw\nimage-size: 28");

    assertThat(run("zoo", () -> false)).isEqualTo(Status.FINISHED);

    RunFolder run = run("zoo");
    Manifest manifest = run.manifest();
    assertThat(manifest.architecture().name()).isEqualTo("lenet");
    assertThat(manifest.architecture().firstConvolution()).contains("cnn1");
    assertThat(manifest.weights().orElseThrow().name()).isEqualTo("random");
    assertThat(manifest.notes())
        .extracting(Note::text)
        .anyMatch(text -> text.startsWith("adamw instead of the network's own AdaDelta"));
    assertThat(said.lines)
        .contains("network   LeNet of Deeplearning4j's zoo, takes 3 x 28 x 28")
        .anyMatch(line -> line.contains("adamw instead of"));
    // LeNet's three layers: 20 kernels of 5 x 5 on 28 x 28, pooled, 50 of 5 x 5, 500.
    assertThat(History.read(run.storageFile()).steps()).hasSize(4);
    assertThat(History.read(run.storageFile()).steps().get(0).captures())
        .extracting(Capture::vertex)
        .containsExactly("cnn1", "cnn2", "ffn1");
    assertThat(run.reportFile()).content().contains("adamw instead of");
  }

  /** Dropout, running statistics and what Adam remembers have to go on where they were. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void aRunOfAFileThatWasStoppedGoesOnToTheSameEnd(DataType type) throws IOException {
    save(network(type, 3));
    write("whole", "network: my-network.zip\npretrained: true\nfreeze: none\nlr: 0.01");
    run("whole", () -> false);
    List<Double> expected = List.copyOf(losses);
    losses.clear();
    write("part", "network: my-network.zip\npretrained: true\nfreeze: none\nlr: 0.01");
    run("part", () -> losses.size() == 3);
    RunFolder run = run("part");
    assertThat(run.manifest().status()).isEqualTo(Status.INTERRUPTED);

    assertThat(resume(run)).isEqualTo(Status.FINISHED);

    assertThat(losses).isEqualTo(expected);
    assertThat(run.metrics())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(run("whole").metrics());
    assertThat(History.read(run.storageFile()))
        .usingRecursiveComparison()
        .isEqualTo(History.read(run("whole").storageFile()));
    assertThat(parameters(run)).usingRecursiveComparison().isEqualTo(parameters(run("whole")));
    assertThat(run.manifest().weights().orElseThrow().title())
        .isEqualTo("my-network.zip (but for layer4, which is made anew)");
    assertThat(run.experimentFile()).content().doesNotContain("momentum", "weights:", "head:");
  }

  @Test
  void itsExperimentFileRunsItAgainWithTheSameFigures() throws IOException {
    save(network(DataType.FLOAT, 10));
    write("one", "network: my-network.zip\npretrained: false\nlr: [0.1, 0.01]\nfreeze: ['first']");
    run("one", () -> false);
    List<Double> expected = List.copyOf(losses);
    losses.clear();
    String written = Files.readString(run("one").experimentFile());
    Files.writeString(folder.resolve("two.yaml"), written.replace("name: one", "name: two"));

    run("two", () -> false);

    assertThat(losses).isEqualTo(expected);
    assertThat(written).contains("freeze:\n  - first\n");
  }

  @Test
  void aRunWhoseFileHasChangedDoesNotGoOn() throws IOException {
    Path file = save(network(DataType.FLOAT, 10));
    write("x", "network: my-network.zip\npretrained: false\nlr: 0.01");
    run("x", () -> losses.size() == 3);
    Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);

    UserError changed = catchThrowableOfType(UserError.class, () -> resume(run("x")));
    assertThat(changed.exitStatus()).isEqualTo(3);
    assertThat(changed).hasMessageContaining("weights were random (SHA-256 {my-network.zip=");

    Files.delete(file);
    UserError gone = catchThrowableOfType(UserError.class, () -> resume(run("x")));
    assertThat(gone.exitStatus()).isEqualTo(3);
    assertThat(gone).hasMessageContaining("my-network.zip, which this run trains, is not there");
  }

  @Test
  void weightsThatNobodyHasAreNotWaitedFor() throws IOException {
    write("zoo", "network: vgg16\npretrained: true\nlr: 0.01");

    UserError error = catchThrowableOfType(UserError.class, () -> run("zoo", () -> false));

    assertThat(error.exitStatus()).isEqualTo(3);
    assertThat(error).hasMessageContaining("comes without weights").hasMessageContaining("say");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          network: lenett              | 2:10: network: found "lenett", allowed is resnet18, resnet34, lenet,
          network: no.zip              | 2:10: network: found "no.zip", allowed is resnet18, resnet34, lenet, simple-cnn, alexnet, vgg16, squeezenet, darknet19, resnet50, or a file that Deeplearning4j saved, and there is no no.zip
          network: bad.zip             | 2:10: network: FOLDER/bad.zip is no zip
          network: alexnet             | 2:10: image-size: AlexNet of Deeplearning4j's zoo takes images of at least 43 pixels, not of 32
          network: my-network.zip\\nimage-size: 32 | 3:13: image-size: my-network.zip takes images of 12 pixels, not of 32
          network: my-network.zip\\nhead: linear | 3:7: head: my-network.zip has the head that it has
          network: my-network.zip\\nweights: imagenet | 3:10: weights: is for resnet18 and resnet34
          network: my-network.zip\\nmomentum: 0.5 | 3:11: momentum: my-network.zip keeps its own updaters
          network: my-network.zip\\nfreeze: [firts] | 3:10: freeze: found "firts", allowed is first or layer1 or second or layer3; did you mean first?
          network: my-network.zip\\nfreeze: [layer4] | 3:10: freeze: found "layer4", allowed is first or
          network: my-network.zip\\ncapture: {vertices: [layer4]} | 3:22: capture.vertices: found "layer4", allowed is a vertex of the graph: input, first, layer1, second, layer3
          network: lenet               | 6:5: lr: LeNet of Deeplearning4j's zoo is updated by AdaDelta, which has no learning rate; say optimizer: adamw or sgd
          """)
  void mistakes(String lines, String expected) throws IOException {
    save(network(DataType.FLOAT, 10));
    Files.writeString(folder.resolve("bad.zip"), "no zip");
    Path file =
        Files.writeString(
            folder.resolve("x.yaml"),
            "description: What?\n"
                + lines.replace("\\n", "\n")
                + "\npretrained: false\nepochs: 2\nsplit: 0.5\nlr: 0.1\n");

    UserError error = catchThrowableOfType(UserError.class, () -> read("x"));

    assertThat(error.exitStatus()).isEqualTo(2);
    assertThat(
            error.getMessage().replace(file.toString(), "x").replace(folder.toString(), "FOLDER"))
        .startsWith("x:" + expected)
        .doesNotContain("\n");
  }

  @Test
  void ratesVerticesAndFrozenOnesAreNamedByWildcards() throws IOException {
    save(network(DataType.FLOAT, 10));
    write(
        "x",
        "network: my-network.zip\npretrained: false\nfreeze: [f*]\n"
            + "lr: {'*e*': 0.1, first: 0.01}\ncapture: {vertices: [layer?, s*]}");

    Experiment experiment = read("x");

    assertThat(experiment.lr())
        .hasToString("first 0.01, layer1 0.1, second 0.1, layer3 0.1, layer4 0.1");
    assertThat(experiment.freeze().chosen()).containsExactly("first");
    assertThat(experiment.capture().vertices()).containsExactly("layer1", "layer3", "second");
    assertThat(experiment.imageSize()).isEqualTo(SIZE);

    write("x", "network: my-network.zip\npretrained: false\nlr: {'*': 0.1, 'f*': 0.01}");
    assertThat(catchThrowableOfType(UserError.class, () -> read("x")))
        .hasMessageContaining("lr: first has several learning rates, * and f*; it needs one");
    write("x", "network: my-network.zip\npretrained: false\nlr: {'l*': 0.1}");
    assertThat(catchThrowableOfType(UserError.class, () -> read("x")))
        .hasMessageContaining("lr.first: missing")
        .hasMessageContaining("lr.second: missing");
  }

  /** A layer with each thing that must not be lost: dropout, statistics, L2, clipping. */
  private static MultiLayerNetwork network(DataType type, int classes) {
    MultiLayerConfiguration layers =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(type)
            .updater(new Adam(0.1))
            .l2(0.001)
            .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
            .gradientNormalizationThreshold(0.01)
            .list()
            .layer(convolution("first", 4))
            .layer(new BatchNormalization.Builder().build())
            .layer(convolution("second", 6))
            .layer(
                new DenseLayer.Builder().nOut(8).dropOut(0.5).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(classes)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(SIZE, SIZE, 1))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(layers);
    network.init();
    return network;
  }

  private static ConvolutionLayer convolution(String name, int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .name(name)
        .nOut(channels)
        .activation(Activation.RELU)
        .build();
  }

  private Path save(MultiLayerNetwork network) throws IOException {
    Path file = folder.resolve("my-network.zip");
    network.save(file.toFile());
    return file;
  }

  private void write(String name, String keys) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        description: What happens?
        epochs: 2
        split: 0.5
        limit: 64
        batch-size: 16
        dataset: synthetic-digits
        """
            + keys
            + "\n");
  }

  private Experiment read(String name) {
    return experiments().read(folder.resolve(name).toString(), "");
  }

  private static Experiments experiments() {
    return ExperimentRun.experiments(CONFIG);
  }

  private Status run(String name, Stop stop) {
    return new ExperimentRun(read(name), Map.of(), settings(), said, observer).start(stop);
  }

  private Status resume(RunFolder run) {
    Resumption resumption = Resumption.of(run.path(), "", experiments(), problem -> {});
    return new ExperimentRun(resumption, settings(), Console.SILENT, observer).start(() -> false);
  }

  private Settings settings() {
    Properties properties = new Properties();
    properties.setProperty("runs.directory", folder.resolve("runs").toString());
    properties.setProperty("cache.directory", folder.resolve("cache").toString());
    properties.setProperty("ui.enabled", "false");
    return Settings.read(CONFIG, properties);
  }

  private RunFolder run(String name) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("runs").resolve(name))) {
      return RunFolder.open(all.findFirst().orElseThrow());
    }
  }

  private static Map<String, Tensor> parameters(RunFolder run) {
    return Checkpoints.newest(run.checkpoints(), problem -> {}).orElseThrow().parameters();
  }
}
