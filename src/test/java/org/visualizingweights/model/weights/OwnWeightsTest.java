package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet18;

/** The file that is really shipped. */
class OwnWeightsTest {

  @Test
  void fitTheBodyOfAResNet18() {
    ComputationGraph network =
        ResNet18.builder(new StockKit()).head(Head.LINEAR).classes(10).imageSize(32).build().init();
    INDArray before = network.getParam("conv1_W").dup();

    assertThat(OwnWeights.ofThisBuild().open().putInto(network).orElseThrow())
        .contains("fc.weight has the shape [256, 512], not [10, 512]");

    assertThat(network.getParam("conv1_W")).isNotEqualTo(before);
    assertThat(network.params().isNaN().any() || network.params().isInfinite().any()).isFalse();
    // A batch norm that has seen pictures has other statistics than it began with.
    assertThat(network.getParam("conv5_2.bn2_var").stdNumber().doubleValue()).isPositive();
  }

  @Test
  void areInHalfPrecision() throws IOException {
    // torchvision's resnet18 has 11,689,512 parameters with 1,000 classes, and so 11,307,840 with
    // 256; its batch norms have 9,600 running statistics. Two bytes each, and the header.
    long bytes =
        OwnWeights.ofThisBuild().file().orElseThrow().openConnection().getContentLengthLong();
    assertThat(bytes).isBetween(22_600_000L, 22_700_000L);
  }
}
