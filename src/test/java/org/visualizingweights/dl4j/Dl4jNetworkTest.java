package org.visualizingweights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.UserError;

class Dl4jNetworkTest {
  private static MultiLayerNetwork layered(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(4).build();
  }

  private static Layer named(String name) {
    return new DenseLayer.Builder().name(name).nOut(4).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MSE).nOut(2).build();
  }

  private static Vertex vertex(Dl4jNetwork network, String name) {
    return network.vertices().stream()
        .filter(vertex -> vertex.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void layersGoByTheirNamesWhereTheseAreTheirOwn() {
    Dl4jNetwork network =
        Dl4jNetwork.of(
            layered(
                InputType.feedForward(3),
                named("first"),
                dense(),
                named("twice"),
                named("twice"),
                named("input"),
                named("layer0"),
                output()));

    assertThat(network.vertices())
        .extracting(Vertex::name)
        .containsExactly(
            "input", "first", "layer1", "layer2", "layer3", "layer4", "layer5", "layer6");
    assertThat(vertex(network, "layer1").inputs()).containsExactly("first");
    assertThat(network.trainables())
        .containsOnlyKeys(network.vertices().stream().skip(1).map(Vertex::name).toList());
  }

  @Test
  void theVerticesOfAGraphComeInTheOrderInWhichTheyAreComputed() {
    Dl4jNetwork network = Dl4jNetwork.of(caseOf("two inputs, two outputs").plain());

    assertThat(network.vertices())
        .extracting(Vertex::name)
        .containsExactlyInAnyOrder(
            "image", "vector", "conv", "bn", "seen", "told", "sum", "both", "dropped", "dense",
            "class", "value");
    List<String> known = new ArrayList<>();
    for (Vertex vertex : network.vertices()) {
      assertThat(known).containsAll(vertex.inputs());
      known.add(vertex.name());
    }
    assertThat(vertex(network, "both").inputs()).containsExactly("sum", "told");
    assertThat(vertex(network, "image").kind()).isEqualTo(VertexKind.INPUT);
    assertThat(vertex(network, "conv").kind()).isEqualTo(VertexKind.CONVOLUTION);
    assertThat(vertex(network, "bn").kind()).isEqualTo(VertexKind.NORMALIZATION);
    assertThat(vertex(network, "sum").kind()).isEqualTo(VertexKind.OTHER);
    assertThat(vertex(network, "class").kind()).isEqualTo(VertexKind.OUTPUT);
    assertThat(network.firstConvolution()).hasValue("conv");
    assertThat(network.parts()).hasSize(7);
  }

  private static Case caseOf(String name) {
    return Case.all().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aWrappedLayerIsOfItsOwnKind() {
    Dl4jNetwork network = Dl4jNetwork.of(caseOf("both ways").plain());

    assertThat(network.vertices())
        .extracting(Vertex::kind)
        .containsExactly(
            VertexKind.INPUT,
            VertexKind.RECURRENT,
            VertexKind.RECURRENT,
            VertexKind.RECURRENT,
            VertexKind.DENSE,
            VertexKind.OUTPUT);
    assertThat(network.firstConvolution()).isEmpty();
  }

  @Test
  void channelsAreWhereTheNextLayersThatSayItHaveThem() {
    Dl4jNetwork images =
        Dl4jNetwork.of(
            layered(
                InputType.convolutional(8, 8, 2, CNN2DFormat.NHWC),
                new ZeroPaddingLayer.Builder(1, 1).dataFormat(CNN2DFormat.NHWC).build(),
                new ConvolutionLayer.Builder(3, 3).dataFormat(CNN2DFormat.NHWC).nOut(3).build(),
                new ActivationLayer(Activation.RELU),
                dense(),
                output()));
    Dl4jNetwork signals =
        Dl4jNetwork.of(
            layered(
                InputType.recurrent(2, 8, RNNFormat.NWC),
                new Convolution1DLayer.Builder(3).rnnDataFormat(RNNFormat.NWC).nOut(3).build(),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                    .dataFormat(RNNFormat.NWC)
                    .nOut(2)
                    .build()));

    assertThat(images.vertices())
        .filteredOn(vertex -> vertex.name().matches("input|layer[012]"))
        .extracting(Vertex::channelsLast)
        .containsExactly(true, true, true, true);
    assertThat(signals.vertices()).extracting(Vertex::channelsLast).contains(true).startsWith(true);
    assertThat(signals.firstConvolution()).as("it is of one dimension").isEmpty();
  }

  @Test
  void anOutputIsComputedTooLate() {
    Dl4jNetwork network = Dl4jNetwork.of(layered(InputType.feedForward(3), dense(), output()));

    assertThat(vertex(network, "layer0").canBeCaptured()).isTrue();
    assertThat(vertex(network, "layer1").obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("capture its input, layer0"));
  }

  @Test
  void whatAFrozenActivationWritesOverCannotBeCaptured() {
    Dl4jNetwork network =
        Dl4jNetwork.of(
            layered(
                InputType.feedForward(3),
                new FrozenLayer(dense()),
                new FrozenLayer(new ActivationLayer(Activation.RELU)),
                output()));

    assertThat(vertex(network, "layer0").obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("layer1 writes over it"));
    assertThat(vertex(network, "layer1").canBeCaptured()).isTrue();
  }

  /** What else reads it trains with what dropout has left, as long as nothing is changed. */
  @Test
  void whatDropoutWritesOverAndOthersReadCannotBeCaptured() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(16))
                .addLayer("one", new DenseLayer.Builder().nOut(16).build(), "in")
                .addVertex(
                    "view",
                    new PreprocessorVertex(new FeedForwardToCnnPreProcessor(4, 4, 1)),
                    "one")
                .addLayer("left", new ConvolutionLayer.Builder(4, 4).nOut(4).build(), "view")
                .addLayer("dropped", new DropoutLayer(0.5), "view")
                .addLayer("right", new ConvolutionLayer.Builder(4, 4).nOut(4).build(), "dropped")
                .addLayer("a", output(), "left")
                .addLayer("b", output(), "right")
                .setOutputs("a", "b")
                .build());
    graph.init();
    Dl4jNetwork network = Dl4jNetwork.of(graph);
    Dl4jNetwork alone =
        Dl4jNetwork.of(layered(InputType.feedForward(3), dense(), new DropoutLayer(0.5), output()));

    assertThat(vertex(network, "one").obstacle()).isPresent();
    assertThat(vertex(network, "view").obstacle()).isPresent();
    assertThat(vertex(network, "dropped").obstacle()).isEmpty();
    assertThat(vertex(alone, "layer0").obstacle()).isEmpty();
    assertThat(alone.wiring().writersOver(List.of("layer0"))).hasSize(1);
  }

  @Test
  void aNetworkHasToBeInitialized() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(dense())
                .layer(output())
                .setInputType(InputType.feedForward(3))
                .build());

    assertThatThrownBy(() -> Dl4jNetwork.of(network))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("call its init()");
    network.init();
    assertThatThrownBy(() -> Dl4jNetwork.of(network.getLayer(0)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("DenseLayer");
  }

  /** No layer of these keeps the features' mask. */
  @Test
  void ofLstmsAloneASequenceIsOverAfterItsLastLabel() {
    MultiLayerNetwork model =
        layered(
            InputType.recurrent(2),
            new LSTM.Builder().nOut(3).build(),
            new LSTM.Builder().nOut(3).build(),
            new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build());
    Dl4jNetwork network = Dl4jNetwork.of(model);
    Map<String, float[][]> masks = new HashMap<>();
    NetworkListener.attach(
        network,
        new StepListener() {
          @Override
          public void forward(int step, Map<String, INDArray> activations) {
            network
                .masks(activations)
                .forEach((name, mask) -> masks.put(name, mask.toFloatMatrix()));
          }
        });
    INDArray labelled = Nd4j.createFromArray(new float[][] {{1, 1, 1, 0}, {0, 1, 0, 0}});

    model.fit(new DataSet(Nd4j.rand(2, 2, 4), Nd4j.rand(2, 2, 4), Nd4j.ones(2, 4), labelled));

    assertThat(masks).containsOnlyKeys("input", "layer0", "layer1");
    assertThat(masks.get("layer1")).isEqualTo(new float[][] {{1, 1, 1, 0}, {1, 1, 0, 0}});
    masks.clear();
    model.fit(new DataSet(Nd4j.rand(2, 2, 4), Nd4j.rand(2, 2, 4)));
    assertThat(masks).isEmpty();
  }

  /** One of some thousands of vertices has more of them than the stack of a thread has room for. */
  @Test
  void aNetworkMayBeDeeperThanAStack() {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder().graphBuilder().addInputs("input");
    String before = "input";
    for (int i = 0; i < 3000; i++) {
      graph.addVertex("scale" + i, new ScaleVertex(1), before);
      before = "scale" + i;
    }
    graph.addLayer("output", output(), before).setOutputs("output");

    assertThat(
            Dl4jNetwork.vertices(graph.setInputTypes(InputType.feedForward(2)).build()).stream()
                .filter(Vertex::canBeCaptured))
        .hasSize(3001);
  }
}
