package org.visualizingweights.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.layers.Bench.assertClose;
import static org.visualizingweights.layers.SmallNetwork.images;
import static org.visualizingweights.layers.SmallNetwork.labels;

import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against the network's own output. */
class EvaluatorTest extends OneDnnTest {

  /** With running averages that are not those of a fresh network. */
  private static ComputationGraph trained(LayerKit kit, boolean frozen) {
    ComputationGraph network = SmallNetwork.of(kit, frozen, true);
    for (int step = 0; step < 5; step++) {
      network.fit(new INDArray[] {images(6)}, new INDArray[] {labels(6)});
    }
    return network;
  }

  private static INDArray output(ComputationGraph network, String vertex, INDArray images) {
    return network.output(List.of(vertex), false, new INDArray[] {images}, null)[0];
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesTheNetworksOutputForBatchesOfAnySize(boolean frozen) {
    ComputationGraph network = trained(new OneDnnKit(), frozen);
    UnaryOperator<INDArray> evaluated = new Evaluator(network, "logits").now();
    for (int batch : new int[] {6, 1, 7, 6}) {
      INDArray images = images(batch);
      assertClose("logits", evaluated.apply(images), output(network, "logits", images));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conv1", "bn1", "relu", "maxpool", "a.bn2", "a.add", "a", "b.shortcut", "pool"})
  void givesTheOutputOfAnyVertex(String vertex) {
    ComputationGraph network = trained(new OneDnnKit(), false);
    INDArray images = images(5);
    INDArray expected = network.feedForward(images, false).get(vertex);
    assertClose(vertex, new Evaluator(network, vertex).now().apply(images), expected);
  }

  @Test
  void takesTheParametersOfNowWheneverItIsAsked() {
    ComputationGraph network = trained(new OneDnnKit(), false);
    Evaluator evaluator = new Evaluator(network, "logits");
    INDArray images = images(4);
    INDArray before = evaluator.now().apply(images);
    network.fit(new INDArray[] {images(6)}, new INDArray[] {labels(6)});
    INDArray after = evaluator.now().apply(images);
    assertClose("logits", after, output(network, "logits", images));
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void itsResultsMayBeKept() {
    ComputationGraph network = trained(new OneDnnKit(), false);
    UnaryOperator<INDArray> evaluated = new Evaluator(network, "a").now();
    INDArray kept = evaluated.apply(images(4));
    INDArray copy = kept.dup();
    evaluated.apply(images(4));
    assertThat(kept).isEqualTo(copy);
  }

  @Test
  void trainingGoesOnUndisturbed() {
    ComputationGraph network = SmallNetwork.of(new OneDnnKit(), false, false);
    ComputationGraph undisturbed = SmallNetwork.of(new OneDnnKit(), false, false);
    Evaluator evaluator = new Evaluator(network, "logits");
    for (int step = 0; step < 3; step++) {
      INDArray images = images(6);
      network.fit(new INDArray[] {images}, new INDArray[] {labels(6)});
      undisturbed.fit(new INDArray[] {images}, new INDArray[] {labels(6)});
      evaluator.now().apply(images(6));
    }
    assertThat(network.params()).isEqualTo(undisturbed.params());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteComesOutAsItDoesFromTheNetwork(float value) {
    ComputationGraph network = trained(new OneDnnKit(), false);
    network.getParam("a.conv1_W").putScalar(0, value);
    INDArray images = images(4);
    INDArray logits = new Evaluator(network, "logits").now().apply(images);
    assertThat(logits.toStringFull()).isEqualTo(output(network, "logits", images).toStringFull());
  }

  @Test
  void leavesDeeplearning4jsLayersAsTheyAre() {
    ComputationGraph network = trained(new StockKit(), false);
    INDArray images = images(4);
    assertThat(new Evaluator(network, "logits").now().apply(images))
        .isEqualTo(output(network, "logits", images));
  }
}
