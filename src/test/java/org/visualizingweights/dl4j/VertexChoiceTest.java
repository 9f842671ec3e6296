package org.visualizingweights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.visualizingweights.UserError;

class VertexChoiceTest {

  /** Dense layers, each with an activation, and a loss. */
  private static Dl4jNetwork network(int blocks) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.feedForward(2));
    String last = "in";
    for (int i = 1; i <= blocks; i++) {
      String dense = "block_%s.dense".formatted(i);
      builder.addLayer(dense, new DenseLayer.Builder().nOut(2).build(), last);
      last = "block_%s.relu".formatted(i);
      builder.addLayer(last, new ActivationLayer(Activation.RELU), dense);
    }
    ComputationGraph graph =
        new ComputationGraph(
            builder
                .addLayer("loss", new LossLayer.Builder().build(), last)
                .setOutputs("loss")
                .build());
    graph.init();
    return Dl4jNetwork.of(graph);
  }

  private static List<String> chosen(Dl4jNetwork network, String... names) {
    return new VertexChoice(List.of(names)).of(network).stream().map(Vertex::name).toList();
  }

  @Test
  void autoIsWhatLayersWithWeightsPutOut() {
    assertThat(chosen(network(2), "auto")).containsExactly("block_1.dense", "block_2.dense");
    assertThat(VertexChoice.auto().of(network(2))).hasSize(2);
  }

  @Test
  void autoIsSpreadOverTheDepth() {
    List<String> chosen = chosen(network(23), "auto");

    assertThat(chosen).hasSize(VertexChoice.MOST).doesNotHaveDuplicates();
    assertThat(chosen)
        .startsWith("block_1.dense", "block_3.dense", "block_5.dense")
        .endsWith("block_21.dense", "block_23.dense");
  }

  @Test
  void autoMakesDoWithWhatThereIs() {
    assertThat(chosen(network(0), "auto")).containsExactly("in");
  }

  @Test
  void namesAndWildcardsChooseEachVertexOnceAndInTheirOrder() {
    Dl4jNetwork network = network(3);

    assertThat(chosen(network, "block_3.relu", "block_?.relu"))
        .containsExactly("block_3.relu", "block_1.relu", "block_2.relu");
    assertThat(chosen(network, "*")).hasSize(7).startsWith("in").doesNotContain("loss");
    assertThat(chosen(network, "*2*")).containsExactly("block_2.dense", "block_2.relu");
  }

  @Test
  void mistakesAreSaidWithWhatWasMeant() {
    Dl4jNetwork network = network(2);

    assertThatThrownBy(() -> chosen(network, "block_2.denes"))
        .isInstanceOf(UserError.class)
        .hasMessage("the network has no vertex block_2.denes; did you mean block_2.dense?");
    assertThatThrownBy(() -> chosen(network, "conv*"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the network has no vertex conv*; it has in, block_1.dense, block_1.relu,"
                + " block_2.dense, block_2.relu, loss");
    assertThatThrownBy(() -> chosen(network, "loss"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "loss cannot be captured: it is computed with the loss, after the forward pass;"
                + " capture its input, block_2.relu");
  }

  @Test
  void aVertexOfTheVeryNameIsMeant() {
    List<Vertex> all =
        Stream.of("auto", "a*", "ab", "line\nbreak")
            .map(name -> new Vertex(name, VertexKind.DENSE, List.of(), false, Optional.empty()))
            .toList();

    assertThat(new VertexChoice(List.of("auto")).of(all)).containsExactly(all.get(0));
    assertThat(new VertexChoice(List.of("a*")).of(all)).containsExactly(all.get(1));
    assertThat(new VertexChoice(List.of("?*")).of(all)).isEqualTo(all);
    assertThat(VertexChoice.auto().of(all)).isEqualTo(all);
  }
}
