package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.FormulaWeights;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.LayerGroup;
import org.visualizingweights.model.ResNet18;

class GraphUpdaterTest {
  private static final OptimizerSettings ADAMW =
      new OptimizerSettings(OptimizerSettings.Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5);

  /** Losses by torchvision and PyTorch's AdamW in double precision: see {@link FormulaWeights}. */
  @ParameterizedTest
  @CsvSource({
    "LINEAR, false, 1e-3, 2.507656512794107, 0.41357103479738777",
    "LINEAR, true, 1e-3, 2.507656512794107, 1.8536227539654146",
    "LINEAR, false, 1e-2, 2.507656512794107, 0.2730292617163086",
    "LINEAR, true, 1e-2, 2.507656512794107, 0.05985492559795806",
    "CONCAT_POOL, false, 1e-3, 2.4860570032954823, 0.6010310676941896",
    "CONCAT_POOL, true, 1e-3, 2.4860570032954823, 0.07044208503981048",
    "CONCAT_POOL, false, 1e-2, 2.4860570032954823, 0.8139898936006801",
    "CONCAT_POOL, true, 1e-2, 2.4860570032954823, 0.0033760332031890746",
  })
  void stepsAsPyTorchsAdamW(
      Head head, boolean frozen, double rate, double firstLoss, double secondLoss) {
    ComputationGraph network = network(head, frozen, rate);
    GraphUpdater.install(network, ADAMW.weightDecay());
    assertThat(step(network)).isEqualTo(firstLoss, within(1e-5));
    assertThat(step(network)).isEqualTo(secondLoss, within(1e-3));
  }

  /** The first figures of the above. */
  @Test
  void stepsAsPyTorchsAdamWByOperationsOfTheDevice() {
    ComputationGraph network = network(Head.LINEAR, false, 1e-3);
    GraphUpdater.install(network, ADAMW.weightDecay(), DeviceUpdate::new);
    assertThat(step(network)).isEqualTo(2.507656512794107, within(1e-5));
    assertThat(step(network)).isEqualTo(0.41357103479738777, within(1e-3));
  }

  private static ComputationGraph network(Head head, boolean frozen, double rate) {
    ResNet18.Builder model =
        ResNet18.builder(new StockKit())
            .head(head)
            .classes(10)
            .imageSize(32)
            .dropout(false)
            .frozen((frozen ? Freeze.BODY : Freeze.NONE).groups());
    for (LayerGroup group : LayerGroup.values()) {
      model.updater(group, GraphUpdater.configuration(ADAMW, rate));
    }
    ComputationGraph network = model.build().init();
    FormulaWeights.fill(network);
    return network;
  }

  private static double step(ComputationGraph network) {
    INDArray images = Nd4j.createFromArray(FormulaWeights.input(8, 32)).reshape(8, 3, 32, 32);
    INDArray labels = Nd4j.eye(10).get(NDArrayIndex.interval(0, 8)).dup();
    network.fit(
        new INDArray[] {images},
        new INDArray[] {
          Nd4j.eye(10).get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 8)).dup()
        });
    return network.score();
  }
}
