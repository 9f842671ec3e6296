package org.visualizingweights.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.NetworkBuilder;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.storage.RunStorage;

/** Trains for a few steps and computes the norms a second time, plainly. */
class ParameterListenerTest {
  private static final int BATCH = 4;
  private static final int CLASSES = 3;
  private static final int SIZE = 8;
  private static final int STEPS = 4;
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);

  @TempDir Path folder;

  /** Two convolutions, batch norm, two dense layers, at two learning rates. */
  private static ComputationGraph network(LayerKit kit, boolean frozen) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
                .addLayer("conv1", kit.firstConvolution(3, 8, 7, 2, 3, frozen), "input")
                .addLayer("bn1", kit.batchNorm(8), "conv1")
                .addLayer("conv2", kit.convolution(8, 16, 3, 1, 1, frozen), "bn1")
                .addLayer("pool", kit.globalPool(PoolingType.AVG), "conv2")
                .addLayer("dense", kit.dense(16, 5000), "pool")
                .addLayer("logits", kit.dense(5000, CLASSES), "dense")
                .addLayer(
                    "loss",
                    new LossLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX).build(),
                    "logits")
                .setOutputs("loss")
                .build());
    network.init();
    return network;
  }

  private static Stream<LayerKit> kits() {
    return OneDnnKit.obstacle().isPresent()
        ? Stream.of(new StockKit())
        : Stream.of(new StockKit(), new OneDnnKit());
  }

  private static Map<String, INDArray> copy(Map<String, INDArray> table) {
    Map<String, INDArray> copy = new HashMap<>();
    table.forEach(
        (name, values) -> {
          if (!name.endsWith("_mean") && !name.endsWith("_var")) {
            copy.put(name, values.detach().dup('c'));
          }
        });
    return copy;
  }

  /** Keeps all that is needed to compute the norms again. */
  private static final class Witness extends BaseTrainingListener {
    private final List<Map<String, INDArray>> before = new ArrayList<>();
    private final List<Map<String, INDArray>> gradients = new ArrayList<>();
    private final List<Map<String, INDArray>> after = new ArrayList<>();

    @Override
    public void onBackwardPass(Model model) {
      before.add(copy(model.paramTable()));
      gradients.add(copy(model.gradient().gradientForVariable()));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      after.add(copy(model.paramTable()));
    }
  }

  private Witness train(ComputationGraph network, int every, int steps) {
    Witness witness = new Witness();
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      new CaptureWriter(storage, CAPTURE);
      listen(network, new ParameterSettings(every, steps - 1, Optional.of("conv1")), storage);
      network.addListeners(witness, new StatsListener(storage.reports(), 2));
      for (int i = 0; i < steps; i++) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
        IntStream.range(0, BATCH).forEach(b -> labels.putScalar(b, b % CLASSES, 1));
        network.fit(
            new INDArray[] {Nd4j.randn(DataType.FLOAT, BATCH, 3, SIZE, SIZE)},
            new INDArray[] {labels});
      }
    }
    return witness;
  }

  private static void listen(Model model, ParameterSettings settings, RunStorage storage) {
    Dl4jNetwork network = Dl4jNetwork.of(model);
    NetworkListener.attach(network, new ParameterListener(network, settings, storage));
  }

  private ParameterReader reader() {
    return ParameterReader.open(folder.resolve("storage.db")).orElseThrow();
  }

  private List<ParameterStep> read() {
    try (ParameterReader reader = reader()) {
      List<ParameterStep> steps = new ArrayList<>();
      assertThat(reader.read(0, Integer.MAX_VALUE, steps::add)).isEmpty();
      return steps;
    }
  }

  private static double norm(Map<String, INDArray> table, String vertex) {
    return distance(table, Map.of(), vertex);
  }

  private static double distance(Map<String, INDArray> a, Map<String, INDArray> b, String vertex) {
    DoubleStream squares = DoubleStream.empty();
    for (String name : a.keySet()) {
      if (name.substring(0, name.lastIndexOf('_')).equals(vertex)) {
        float[] left = a.get(name).data().asFloat();
        float[] right = b.containsKey(name) ? b.get(name).data().asFloat() : new float[left.length];
        DoubleStream own =
            IntStream.range(0, left.length)
                .mapToDouble(i -> ((double) left[i] - right[i]) * ((double) left[i] - right[i]));
        squares = DoubleStream.concat(squares, own);
      }
    }
    return Math.sqrt(squares.sum()); // a sum with compensation for what rounding loses
  }

  @ParameterizedTest
  @MethodSource("kits")
  void theNormsAreThoseOfAPlainComputation(LayerKit kit) {
    ComputationGraph network = network(kit, false);
    Map<String, INDArray> start = copy(network.paramTable());

    Witness witness = train(network, 1, STEPS);

    List<ParameterStep> steps = read();
    assertThat(steps).extracting(ParameterStep::iteration).containsExactly(0, 1, 2, 3);
    try (ParameterReader reader = reader()) {
      List<RecordedLayer> layers = reader.layout().layers();
      assertThat(layers)
          .extracting(RecordedLayer::vertex)
          .containsExactly("conv1", "bn1", "conv2", "dense", "logits");
      for (int i = 0; i < STEPS; i++) {
        for (int l = 0; l < layers.size(); l++) {
          String vertex = layers.get(l).vertex();
          LayerNorms norms = steps.get(i).norms().get(l);
          Map<String, INDArray> before = witness.before.get(i);
          assertSame(norms.weight(), norm(before, vertex));
          // Deeplearning4j adds up over the batch, and divides by it later.
          assertSame(norms.gradient(), norm(witness.gradients.get(i), vertex) / BATCH);
          assertSame(norms.update(), distance(witness.after.get(i), before, vertex));
          assertSame(norms.distance(), distance(before, start, vertex));
          assertSame(layers.get(l).startNorm(), norm(start, vertex));
        }
      }
    }
  }

  private static void assertSame(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * expected));
  }

  @ParameterizedTest
  @MethodSource("kits")
  void frozenLayersNeitherMoveNorGetGradientsWhileOthersDo(LayerKit kit) {
    train(network(kit, true), 1, 3);

    List<ParameterStep> steps = read();
    try (ParameterReader reader = reader()) {
      List<RecordedLayer> layers = reader.layout().layers();
      assertThat(layers.stream().filter(RecordedLayer::frozen))
          .hasSize(2)
          .allMatch(layer -> layer.vertex().startsWith("conv"))
          .allMatch(layer -> layer.learningRate() == 0);
      for (int l = 0; l < layers.size(); l++) {
        LayerNorms last = steps.get(2).norms().get(l);
        if (layers.get(l).frozen()) {
          assertThat(last).isEqualTo(new LayerNorms(layers.get(l).startNorm(), 0, 0, 0));
        } else {
          assertThat(last.update()).isPositive();
          assertThat(last.distance()).isPositive();
        }
      }
      assertThat(reader.kernelSteps()).as("unchanged kernels are stored once").containsExactly(0);
    }
  }

  @Test
  void theLayersOfResNetAreNamedInOrderWithTheirSizesAndRates() {
    NetworkBuilder model =
        ResNet.RESNET_18.builder(new StockKit()).head(Head.CONCAT_POOL).classes(3);
    model.imageSize(32).updater("conv1", new Adam(0.001));
    ComputationGraph network = model.build().init();
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      new CaptureWriter(storage, CAPTURE);
      listen(network, new ParameterSettings(1, 0, Optional.of("conv1")), storage);
    }

    try (ParameterReader reader = reader()) {
      List<RecordedLayer> layers = reader.layout().layers();
      assertThat(layers).hasSize(20 + 22 + 2); // convolutions, batch norms, dense layers
      assertThat(layers)
          .extracting(RecordedLayer::vertex)
          .startsWith("conv1", "bn1", "conv2_1.conv1", "conv2_1.bn1")
          .endsWith("head.bn1", "head.linear", "head.bn2", "logits");
      // torchvision's ResNet-18 has 11,176,512 parameters before its last layer; the rest is the
      // head: batch norms of 1024 and 512, dense layers 1024 to 512 and 512 to 3, with biases.
      assertThat(layers.stream().mapToLong(RecordedLayer::weights).sum())
          .isEqualTo(11_176_512 + 2 * 1024 + 1024 * 512 + 512 + 2 * 512 + 512 * 3 + 3);
      assertThat(layers.get(0).learningRate()).isEqualTo(0.001);
      // a batch norm's gain is 1 and its shift 0
      assertThat(layers.get(1).startNorm()).isEqualTo(Math.sqrt(64));
    }
  }

  @Test
  void kernelsAreThoseOfTheForwardPass() {
    Witness witness = train(network(new StockKit(), false), 2, 4);

    try (ParameterReader reader = reader()) {
      assertThat(reader.steps()).containsExactly(0, 1, 2, 3);
      assertThat(reader.kernelSteps()).containsExactly(0, 1, 2, 3);
      Kernels kernels = reader.kernels(2).orElseThrow();
      assertThat(kernels.count()).isEqualTo(8);
      assertThat(kernels.channels()).isEqualTo(3);
      assertThat(kernels.height()).isEqualTo(7);
      assertThat(kernels.width()).isEqualTo(7);
      assertThat(kernels.values()).isEqualTo(witness.before.get(2).get("conv1_W").data().asFloat());
      assertThat(reader.kernels(99).orElseThrow().iteration()).isEqualTo(3);
    }
  }

  @Test
  void earlyStepsMultiplesAndTheLastAreRecorded() {
    ParameterSettings settings = new ParameterSettings(50, 163, Optional.of("conv1"));

    assertThat(IntStream.range(0, 164).filter(settings::include))
        .containsExactly(0, 1, 2, 4, 8, 16, 32, 50, 64, 100, 150, 163);
  }

  @Test
  void aStorageWithoutParametersHasNone() {
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      new CaptureWriter(storage, CAPTURE);
    }

    assertThat(ParameterReader.open(folder.resolve("storage.db"))).isEmpty();
  }

  @Test
  void whatIsDamagedIsLeftOutAndSaid() throws SQLException {
    train(network(new StockKit(), false), 1, 3);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("storage.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE Records SET Bytes = substr(Bytes, 1, 100) WHERE Iteration = 1 AND Kind = '"
              + ParameterFormat.NORMS
              + "'");
    }

    try (ParameterReader reader = reader()) {
      List<ParameterStep> steps = new ArrayList<>();
      assertThat(reader.read(0, 9, steps::add))
          .singleElement()
          .asString()
          .contains("parameters of step 1 are damaged");
      assertThat(steps).extracting(ParameterStep::iteration).containsExactly(0, 2);
    }
  }

  @Test
  void recordsAreReadWhileTheRunGoesOn() {
    ComputationGraph network = network(new StockKit(), false);
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      new CaptureWriter(storage, CAPTURE);
      listen(network, new ParameterSettings(1, 9, Optional.of("conv1")), storage);
      storage.flush();
      try (ParameterReader reader = reader()) {
        assertThat(reader.steps()).isEmpty();
        assertThat(reader.kernels(0)).isEmpty();
        network.fit(
            new INDArray[] {Nd4j.randn(DataType.FLOAT, BATCH, 3, SIZE, SIZE)},
            new INDArray[] {Nd4j.ones(DataType.FLOAT, BATCH, CLASSES)});
        storage.flush();
        assertThat(reader.steps()).containsExactly(0);
        assertThat(reader.kernels(0)).isPresent();
      }
    }
  }
}
