package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.visualizingweights.model.Head.CONCAT_POOL;
import static org.visualizingweights.model.Head.LINEAR;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.RmsProp;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.FormulaWeights;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.NetworkBuilder;
import org.visualizingweights.model.ResNet;

class GraphUpdaterTest {
  private static final OptimizerSettings ADAMW =
      new OptimizerSettings(OptimizerSettings.Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5);

  /**
   * The losses of the first two steps of torchvision's network with PyTorch's AdamW: see {@link
   * FormulaWeights}. Both in double precision, and the second one in single, where it depends on
   * the processor: what rounding does to small gradients, AdamW makes large.
   */
  static Stream<Arguments> pyTorchs() {
    return Stream.of(
        arguments(LINEAR, false, 1e-3, 2.507656271853958, 0.41357125220228397, 0.4144798219203949),
        arguments(LINEAR, true, 1e-3, 2.507656271853958, 1.853622663582671, 1.8533328771591187),
        arguments(LINEAR, false, 1e-2, 2.507656271853958, 0.27302480853194006, 0.24845579266548157),
        arguments(LINEAR, true, 1e-2, 2.507656271853958, 0.059854927065091906, 0.05914043262600899),
        arguments(
            CONCAT_POOL, false, 1e-3, 2.4860571766843105, 0.6010399269604999, 0.600142776966095),
        arguments(
            CONCAT_POOL, true, 1e-3, 2.4860571766843105, 0.0704420940302794, 0.0704423040151596),
        arguments(
            CONCAT_POOL, false, 1e-2, 2.4860571766843105, 0.8142137102805653, 0.8195714950561523),
        arguments(
            CONCAT_POOL,
            true,
            1e-2,
            2.4860571766843105,
            0.0033760317753915277,
            0.0033760634250938892));
  }

  @ParameterizedTest
  @MethodSource("pyTorchs")
  void stepsAsPyTorchsAdamWInDoublePrecision(
      Head head, boolean frozen, double rate, double firstLoss, double secondLoss) {
    ComputationGraph network = network(head, frozen, rate).convertDataType(DataType.DOUBLE);
    GraphUpdater.install(network, ADAMW.weightDecay(), DeviceUpdate::new);
    assertThat(step(network)).isEqualTo(firstLoss, within(1e-9));
    assertThat(step(network)).isEqualTo(secondLoss, within(1e-8));
  }

  /** As close to double precision as PyTorch comes, and 0.001 more. */
  @ParameterizedTest
  @MethodSource("pyTorchs")
  void stepsAsPyTorchsAdamW(
      Head head, boolean frozen, double rate, double firstLoss, double secondLoss, double single) {
    ComputationGraph network = network(head, frozen, rate);
    GraphUpdater.install(network, ADAMW.weightDecay());
    assertThat(step(network)).isEqualTo(firstLoss, within(1e-5));
    double rounding = Math.abs(single - secondLoss);
    assertThat(step(network)).isEqualTo(secondLoss, within(1e-3 + rounding));
  }

  @Test
  void anUpdaterWithoutARuleIsNamed() {
    NetworkBuilder model = ResNet.RESNET_18.builder(new StockKit()).classes(2).imageSize(32);
    for (String part : ResNet.RESNET_18.parts()) {
      model.updater(part, new RmsProp(0.1));
    }
    ComputationGraph network = model.build().init();

    assertThatThrownBy(() -> GraphUpdater.install(network, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("conv1_W", "RmsProp", "Adam and Nesterovs");
  }

  private static ComputationGraph network(Head head, boolean frozen, double rate) {
    NetworkBuilder model =
        ResNet.RESNET_18
            .builder(new StockKit())
            .head(head)
            .classes(10)
            .imageSize(32)
            .dropout(false)
            .frozen((frozen ? Freeze.BODY : Freeze.NONE).parts(ResNet.RESNET_18.body()));
    for (String part : ResNet.RESNET_18.parts()) {
      model.updater(part, GraphUpdater.configuration(ADAMW, rate));
    }
    ComputationGraph network = model.build().init();
    FormulaWeights.fill(network);
    return network;
  }

  private static double step(ComputationGraph network) {
    INDArray images = Nd4j.createFromArray(FormulaWeights.input(8, 32)).reshape(8, 3, 32, 32);
    INDArray labels = Nd4j.eye(10).get(NDArrayIndex.interval(0, 8)).dup();
    network.fit(
        new INDArray[] {images.castTo(network.params().dataType())}, new INDArray[] {labels});
    return network.score();
  }
}
