package org.visualizingweights.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.dl4j.Case;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.dl4j.Vertex;
import org.visualizingweights.storage.RunStorage;

/** What is recorded of all kinds of networks, against norms that are computed plainly. */
class NetworkParametersTest {
  private static final Set<String> RUNNING = Set.of("mean", "var", "log10stdev");

  @TempDir Path folder;

  static Stream<Case> cases() {
    return Case.all();
  }

  /** All values of each layer, by layer and parameter. */
  private record Values(Map<String, Map<String, double[]>> ofLayers) {
    static Values of(Dl4jNetwork network) {
      Map<String, Map<String, double[]>> values = new HashMap<>();
      network
          .trainables()
          .forEach(
              (vertex, layer) ->
                  layer
                      .paramTable(false)
                      .forEach((name, array) -> put(values, vertex, name, array)));
      return new Values(values);
    }

    /** A layer that is frozen has none. */
    static Values ofGradients(Dl4jNetwork network) {
      Map<String, Map<String, double[]>> values = new HashMap<>();
      List<String> names = network.vertices().stream().map(Vertex::name).toList();
      network
          .model()
          .gradient()
          .gradientForVariable()
          .forEach(
              (name, array) -> {
                String layer = name.substring(0, name.lastIndexOf('_'));
                String vertex =
                    network.model() instanceof MultiLayerNetwork
                        ? names.get(Integer.parseInt(layer) + 1)
                        : layer;
                if (array != null) {
                  put(values, vertex, name.substring(name.lastIndexOf('_') + 1), array);
                }
              });
      return new Values(values);
    }

    private static void put(
        Map<String, Map<String, double[]>> values, String vertex, String name, INDArray array) {
      if (!RUNNING.contains(name)) {
        values
            .computeIfAbsent(vertex, key -> new HashMap<>())
            .put(name, array.castTo(DataType.DOUBLE).dup('c').data().asDouble());
      }
    }

    double norm(String vertex) {
      return distance(vertex, new Values(Map.of()));
    }

    double distance(String vertex, Values other) {
      double squares = 0;
      for (Map.Entry<String, double[]> entry : ofLayers.getOrDefault(vertex, Map.of()).entrySet()) {
        double[] left = entry.getValue();
        double[] right =
            other
                .ofLayers
                .getOrDefault(vertex, Map.of())
                .getOrDefault(entry.getKey(), new double[left.length]);
        for (int i = 0; i < left.length; i++) {
          squares += (left[i] - right[i]) * (left[i] - right[i]);
        }
      }
      return Math.sqrt(squares);
    }
  }

  private static final class Witness implements StepListener {
    private final Dl4jNetwork network;
    private final List<Values> before = new ArrayList<>();
    private final List<Values> gradients = new ArrayList<>();
    private final List<Values> after = new ArrayList<>();
    private final List<Integer> examples = new ArrayList<>();

    Witness(Dl4jNetwork network) {
      this.network = network;
    }

    @Override
    public void backward(int step) {
      before.add(Values.of(network));
      gradients.add(Values.ofGradients(network));
      examples.add(network.model().batchSize());
    }

    @Override
    public void done(int step, int epoch, double loss) {
      after.add(Values.of(network));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theNormsAreThoseOfAPlainComputation(Case kind) {
    Model model = kind.plain();
    Dl4jNetwork network = Dl4jNetwork.of(model);
    Values start = Values.of(network);
    Witness witness = new Witness(network);
    int first = network.iteration();
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      ParameterSettings settings = new ParameterSettings(1, -1, network.firstConvolution());
      NetworkListener listener =
          new NetworkListener(
              network,
              () -> network.iteration() - first,
              List.of(new ParameterListener(network, settings, storage), witness),
              other -> {});
      model.addListeners(listener);
      kind.train(model);
    }

    try (ParameterReader reader =
        ParameterReader.open(folder.resolve("storage.db")).orElseThrow()) {
      List<ParameterStep> steps = new ArrayList<>();
      assertThat(reader.read(0, Integer.MAX_VALUE, steps::add)).isEmpty();
      assertThat(steps).hasSameSizeAs(witness.after);
      List<RecordedLayer> layers = reader.layout().layers();
      assertThat(layers)
          .extracting(RecordedLayer::vertex)
          .containsExactlyElementsOf(network.trainables().keySet());
      for (int i = 0; i < steps.size(); i++) {
        for (int l = 0; l < layers.size(); l++) {
          String vertex = layers.get(l).vertex();
          LayerNorms norms = steps.get(i).norms().get(l);
          Values before = witness.before.get(i);
          assertSame(norms.weight(), before.norm(vertex));
          assertSame(
              norms.gradient(), witness.gradients.get(i).norm(vertex) / witness.examples.get(i));
          assertSame(norms.update(), witness.after.get(i).distance(vertex, before));
          assertSame(norms.distance(), before.distance(vertex, start));
          assertThat(layers.get(l).frozen()).isEqualTo(norms.update() == 0);
        }
      }
      assertThat(reader.kernels(0).map(Kernels::height))
          .isEqualTo(network.firstConvolution().map(name -> 3));
    }
  }

  /** Of a loss that is a mean: what plain SGD subtracts is its gradient, times the rate. */
  @Test
  void gradientsAreThoseThatTheUpdatesAreMadeOf() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.5))
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build())
                .build());
    network.init();
    Dl4jNetwork listened = Dl4jNetwork.of(network);
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      ParameterSettings settings = new ParameterSettings(1, -1, Optional.empty());
      NetworkListener.attach(listened, new ParameterListener(listened, settings, storage));
      network.fit(Nd4j.rand(DataType.FLOAT, 16, 3), Nd4j.rand(DataType.FLOAT, 16, 2));
    }

    try (ParameterReader reader =
        ParameterReader.open(folder.resolve("storage.db")).orElseThrow()) {
      List<ParameterStep> steps = new ArrayList<>();
      reader.read(0, 0, steps::add);
      assertThat(steps.get(0).norms()).hasSize(2);
      for (LayerNorms norms : steps.get(0).norms()) {
        assertThat(norms.update()).isCloseTo(0.5 * norms.gradient(), withinPercentage(0.01));
      }
    }
  }

  private static void assertSame(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-6 * expected));
  }
}
