package org.visualizingweights.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.visualizingweights.layers.Bench.assertClose;
import static org.visualizingweights.layers.SmallNetwork.images;
import static org.visualizingweights.layers.SmallNetwork.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Our layers in a Deeplearning4j graph: what Deeplearning4j does with a graph works as ever. */
class OneDnnNetworkTest extends OneDnnTest {

  private static ComputationGraph network(boolean dropout) {
    return SmallNetwork.of(new OneDnnKit(), false, dropout);
  }

  private static void fit(ComputationGraph network, INDArray images, INDArray labels) {
    network.fit(new INDArray[] {images}, new INDArray[] {labels.dup()});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void learnsWhatDeeplearning4jsLayersLearn(boolean frozen) {
    ComputationGraph stock = SmallNetwork.of(new StockKit(), frozen, false);
    ComputationGraph ours = SmallNetwork.of(new OneDnnKit(), frozen, false);
    stock.paramTable().forEach(ours::setParam);
    for (int step = 0; step < 3; step++) {
      INDArray images = images(6);
      fit(stock, images, labels(6));
      fit(ours, images, labels(6));
    }
    stock
        .paramTable()
        .forEach(
            (name, value) -> {
              // Deeplearning4j's running variances are of the biased kind.
              if (!name.endsWith("_var")) {
                assertParameterClose(name, ours.getParam(name), value);
              }
            });
  }

  /** Three steps multiply the rounding errors of one. */
  private static void assertParameterClose(String name, INDArray actual, INDArray expected) {
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    assertThat(difference)
        .as(name)
        .isLessThan(1e-3 * Math.max(0.1, expected.amaxNumber().doubleValue()));
  }

  @Test
  void listenersSeeTheActivationsOfEveryVertex() {
    ComputationGraph network = network(true);
    Map<String, INDArray> seen = new HashMap<>();
    network.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onForwardPass(Model model, Map<String, INDArray> activations) {
            activations.forEach((name, array) -> seen.put(name, array.dup('c')));
          }
        });
    INDArray images = images(6);
    fit(network, images, labels(6));
    assertThat(seen.keySet())
        .contains("conv1", "bn1", "relu", "maxpool", "a.add", "a", "b.shortcut", "b", "logits");
    assertThat(seen.get("b").shape()).containsExactly(6, 16, 1, 1);
    assertThat(seen.get("relu").minNumber().floatValue()).isZero();
    assertClose("relu", seen.get("relu"), relu(seen.get("bn1")));
    assertClose("a", seen.get("a"), relu(seen.get("a.bn2").add(seen.get("maxpool"))));
  }

  private static INDArray relu(INDArray array) {
    return org.nd4j.linalg.ops.transforms.Transforms.relu(array);
  }

  @Test
  void whatIsAskedForOutsideOfTrainingMayBeKept() {
    ComputationGraph network = network(false);
    INDArray images = images(3);
    Map<String, INDArray> first = network.feedForward(images, true);
    INDArray relu = first.get("relu").dup();
    INDArray output = network.outputSingle(images);
    INDArray copy = output.dup();
    network.feedForward(images(3), true);
    network.outputSingle(images(3));
    fit(network, images(3), labels(3));
    assertThat(first.get("relu")).isEqualTo(relu);
    assertThat(output).isEqualTo(copy);
  }

  @Test
  void theSameSeedGivesTheSameDigits() {
    assertThat(losses(network(true))).isEqualTo(losses(network(true)));
  }

  private static List<Double> losses(ComputationGraph network) {
    Nd4j.getRandom().setSeed(5);
    INDArray images = images(6);
    INDArray labels = labels(6);
    return java.util.stream.IntStream.range(0, 5)
        .mapToObj(
            step -> {
              fit(network, images, labels);
              return network.score();
            })
        .toList();
  }

  @Test
  void theConfigurationSurvivesJson() {
    ComputationGraphConfiguration configuration = network(true).getConfiguration();
    String json = configuration.toJson();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
    assertThat(read.toJson()).isEqualTo(json);
    ComputationGraphConfiguration frozen =
        ComputationGraphConfiguration.fromJson(
            SmallNetwork.of(new OneDnnKit(), true, false).getConfiguration().toJson());
    assertThat(new ComputationGraph(frozen)).isNotNull();
    assertThat(frozen.toJson()).contains("\"frozen\" : true");
  }

  @Test
  void aSavedNetworkGoesOnWhereItWas(@TempDir Path folder) throws IOException {
    ComputationGraph network = network(true);
    INDArray images = images(6);
    fit(network, images, labels(6));
    Path file = folder.resolve("network.zip");
    network.save(file.toFile(), true);
    ComputationGraph read = ComputationGraph.load(file.toFile(), true);
    assertThat(read.outputSingle(images)).isEqualTo(network.outputSingle(images));
    for (int step = 0; step < 2; step++) {
      fit(network, images, labels(6));
      fit(read, images, labels(6));
    }
    assertThat(read.params()).isEqualTo(network.params());
  }

  @Test
  void aSmallerLastBatchAndValidationInBetweenDoNoHarm() {
    ComputationGraph ours = network(false);
    ComputationGraph undisturbed = network(false);
    for (int step = 0; step < 3; step++) {
      INDArray images = images(6);
      fit(ours, images, labels(6));
      fit(undisturbed, images, labels(6));
      ours.score(new DataSet(images(5), labels(5)));
      ours.outputSingle(images(1));
    }
    assertThat(ours.params()).isEqualTo(undisturbed.params());
  }

  /**
   * What JavaCPP allocated stays the same, and the process does not grow by more than the JVM's own
   * doings; 300 steps that each lose one activation of bn1 would lose 150 MB.
   */
  @Test
  void memoryDoesNotGrow() throws InterruptedException {
    ComputationGraph network = network(true);
    INDArray images = images(64);
    INDArray labels = labels(64);
    for (int i = 0; i < 100; i++) {
      fit(network, images, labels);
    }
    System.gc();
    long tracked = Pointer.totalBytes();
    long resident = outsideOfTheHeap();
    for (int i = 0; i < 300; i++) {
      fit(network, images, labels);
    }
    // What the collector finds is freed by another thread.
    for (int i = 0; i < 40 && Pointer.totalBytes() - tracked >= 1 << 20; i++) {
      System.gc();
      Thread.sleep(250);
    }
    assertThat(Pointer.totalBytes() - tracked).isLessThan(1 << 20);
    assertThat(outsideOfTheHeap() - resident).isLessThan(100 << 20);
  }

  private static long outsideOfTheHeap() {
    return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
  }
}
