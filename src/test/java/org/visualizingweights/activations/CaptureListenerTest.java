package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.visualizingweights.UserError;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;

class CaptureListenerTest {
  private static final int BATCH = 4;
  private static final int IN = 2;
  private static final int OUT = 3;
  private static final int PIXELS = 5 * 5;
  private static final List<String> VERTICES =
      List.of("conv", "norm", "relu", "add", "dense", "dropped");

  private final ComputationGraph graph = graph();
  private final DataSet batch =
      new DataSet(Nd4j.randn(BATCH, IN, 5, 5), Nd4j.eye(BATCH).castTo(graph.params().dataType()));
  private final List<Step> steps = new ArrayList<>();

  /** A residual block of 1x1 convolutions, then layers with dropout, which DL4J does in place. */
  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(5, 5, IN))
                .addLayer("conv", convolution(), "input")
                .addLayer("norm", new BatchNormalization.Builder().eps(1e-5).build(), "conv")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
                .addLayer("shortcut", convolution(), "input")
                .addVertex(
                    "add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "shortcut")
                .addLayer("dense", new DenseLayer.Builder().nOut(50).dropOut(0.5).build(), "add")
                .addLayer("dropped", new DropoutLayer(0.5), "dense")
                .addLayer(
                    "output",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(BATCH).build(),
                    "dropped")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(1, 1).nOut(OUT).activation(Activation.IDENTITY).build();
  }

  private void listen(int every, String... vertices) {
    Dl4jNetwork network = Dl4jNetwork.of(graph);
    CaptureSettings settings = new CaptureSettings(List.of(vertices), every, 40, 0, 10);
    NetworkListener.attach(network, new CaptureListener(network, settings, steps::add));
  }

  @Test
  void eachVertexIsCapturedAsItsLayerComputedIt() {
    listen(1, VERTICES.toArray(String[]::new));
    double[] conv = convolve("conv");
    double[] norm = normalise(conv);
    double[] relu = Arrays.stream(norm).map(x -> Math.max(0, x)).toArray();
    double[] shortcut = convolve("shortcut");
    double[] add =
        IntStream.range(0, relu.length).mapToDouble(i -> relu[i] + shortcut[i]).toArray();

    graph.fit(batch);

    List<Capture> captures = steps.get(0).captures();
    assertThat(captures).extracting(Capture::vertex).isEqualTo(VERTICES);
    assertIs(captures.get(0), conv);
    assertIs(captures.get(1), norm);
    assertIs(captures.get(2), relu);
    assertIs(captures.get(3), add);
    assertThat(captures).extracting(Capture::channels).allMatch(Optional::isPresent);
    assertThat(captures.get(0).channels()).hasValue(new ChannelCounts(OUT, 0, 0));
    assertThat(captures.get(4).channels()).hasValue(new ChannelCounts(50, 0, 0));
    assertThat(captures.get(4).zeros()).as("before dropout").isZero();
    assertThat(captures.get(5).zeros()).as("after dropout").isPositive();
  }

  /** A 1x1 convolution by hand, [batch, channel, pixel]. */
  private double[] convolve(String vertex) {
    INDArray weights = graph.getParam(vertex + "_W");
    INDArray bias = graph.getParam(vertex + "_b");
    double[] out = new double[BATCH * OUT * PIXELS];
    for (int i = 0; i < out.length; i++) {
      int image = i / (OUT * PIXELS);
      int channel = i / PIXELS % OUT;
      int pixel = i % PIXELS;
      out[i] = bias.getDouble(0, channel);
      for (int c = 0; c < IN; c++) {
        out[i] +=
            weights.getDouble(channel, c, 0, 0)
                * batch.getFeatures().getDouble(image, c, pixel / 5, pixel % 5);
      }
    }
    return out;
  }

  /** Batch normalisation with its initial gain of 1 and shift of 0. */
  private static double[] normalise(double[] values) {
    double[] out = new double[values.length];
    for (int channel = 0; channel < OUT; channel++) {
      int wanted = channel;
      int[] own =
          IntStream.range(0, values.length).filter(i -> i / PIXELS % OUT == wanted).toArray();
      double mean = Arrays.stream(own).mapToDouble(i -> values[i]).average().orElseThrow();
      double variance =
          Arrays.stream(own)
              .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
              .average()
              .orElseThrow();
      for (int i : own) {
        out[i] = (values[i] - mean) / Math.sqrt(variance + 1e-5);
      }
    }
    return out;
  }

  private static void assertIs(Capture capture, double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
    assertThat(capture.mean()).as(capture.vertex()).isCloseTo(mean, within(1e-5));
    assertThat(capture.std()).isCloseTo(Math.sqrt(square - mean * mean), within(1e-5));
    assertThat(capture.min()).isCloseTo(Arrays.stream(values).min().orElseThrow(), within(1e-5));
    assertThat(capture.max()).isCloseTo(Arrays.stream(values).max().orElseThrow(), within(1e-5));
    assertThat(capture.zeros()).isEqualTo(Arrays.stream(values).filter(x -> x == 0).count());
  }

  @Test
  void aStepHasItsIterationEpochAndLoss() {
    listen(2, "conv");

    for (int epoch = 0; epoch < 2; epoch++) {
      graph.fit(new SingletonDataSetIterator(batch), 1);
      graph.fit(batch);
    }
    graph.fit(batch);

    assertThat(steps).extracting(Step::iteration).containsExactly(0, 2, 4);
    assertThat(steps).extracting(Step::epoch).containsExactly(0, 1, 2);
    assertThat(steps.get(2).loss()).isEqualTo(graph.score());
  }

  @Test
  void evaluationIsNotCaptured() {
    listen(1, "conv");

    graph.output(batch.getFeatures());
    graph.output(true, batch.getFeatures());
    graph.feedForward(batch.getFeatures(), true);
    graph.score(batch);
    graph.evaluate(new SingletonDataSetIterator(batch));

    assertThat(steps).isEmpty();
  }

  @Test
  void aVertexThatTheGraphLacksOrComputesTooLateIsSaid() {
    assertThatThrownBy(() -> listen(1, "conv9"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no vertex conv9");
    assertThatThrownBy(() -> listen(1, "output"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("capture its input");
  }

  @Test
  void aVertexWithoutActivationsIsABug() {
    CaptureListener listener =
        new CaptureListener(
            Dl4jNetwork.of(graph), new CaptureSettings(List.of("norm"), 1, 40, 0, 10), steps::add);

    assertThatThrownBy(() -> listener.forward(0, Map.of("conv", Nd4j.ones(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no activations of norm")
        .hasMessageContaining("conv");
  }
}
