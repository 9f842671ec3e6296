package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.Torchvision;

class WeightsTest {
  private static final Torchvision NAMES = ResNet.RESNET_18.torchvision();
  private static ComputationGraph concatPool;
  private static ComputationGraph linear;
  private static Map<String, Tensor> tensorsOfLinear;
  private Map<String, Tensor> tensors;

  @BeforeAll
  static void networks() {
    concatPool = network(Head.CONCAT_POOL, 10, 1);
    linear = network(Head.LINEAR, 10, 2);
    tensorsOfLinear = StateDict.of(linear);
  }

  @BeforeEach
  void copy() {
    tensors = new LinkedHashMap<>(tensorsOfLinear);
    tensors.put("bn1.num_batches_tracked", zeros());
  }

  private static ComputationGraph network(Head head, int classes, long seed) {
    return ResNet.RESNET_18
        .builder(new StockKit())
        .head(head)
        .classes(classes)
        .imageSize(32)
        .seed(seed)
        .build()
        .init();
  }

  private Weights weights() {
    return new Weights(tensors, new Provenance("some.pth", "/data/some.pth", Map.of()), List.of());
  }

  private static Tensor zeros(long... shape) {
    int length = 1;
    for (long size : shape) {
      length *= (int) size;
    }
    return new Tensor(shape, new float[length]);
  }

  @Test
  void theBodyIsTakenAndAHeadThatDoesNotFitIsNot() {
    INDArray head = concatPool.getParam("logits_W").dup();

    assertThat(weights().putInto(concatPool, NAMES))
        .contains("fc.0.weight is missing, and 13 more");

    for (String parameter : new String[] {"conv1_W", "bn1_var", "conv5_1.downsample.conv_W"}) {
      assertThat(concatPool.getParam(parameter)).isEqualTo(linear.getParam(parameter));
    }
    assertThat(concatPool.getParam("logits_W")).isEqualTo(head);
  }

  @Test
  void aHeadThatFitsIsTaken() {
    ComputationGraph other = network(Head.LINEAR, 10, 3);
    assertThat(weights().putInto(other, NAMES)).isEmpty();
    assertThat(other.params()).isEqualTo(linear.params());
  }

  @Test
  void aHeadOfOtherClassesIsNotTaken() {
    ComputationGraph other = network(Head.LINEAR, 3, 3);
    assertThat(weights().putInto(other, NAMES))
        .contains("fc.weight has the shape [10, 512], not [3, 512], and 1 more");
    assertThat(other.getParam("conv1_W")).isEqualTo(linear.getParam("conv1_W"));
  }

  @Test
  void weightsOfAnotherNetworkSayWhichItIs() {
    ComputationGraph deeper =
        ResNet.RESNET_34.builder(new StockKit()).classes(10).imageSize(32).build().init();
    INDArray before = deeper.params().dup();
    Torchvision names = ResNet.RESNET_34.torchvision();
    assertThatThrownBy(() -> weights().putInto(deeper, names))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            "the weights some.pth (/data/some.pth) are those of a ResNet-18, not of a ResNet-34;"
                + " say network: resnet18, or use others");
    assertThat(deeper.params()).isEqualTo(before);

    tensors = StateDict.of(deeper);
    assertThatThrownBy(() -> weights().putInto(linear, NAMES))
        .hasMessageContaining(
            "are those of a ResNet-34, not of a ResNet-18; say network: resnet34");
    assertThat(weights().putInto(deeper, names)).isEmpty();
  }

  @Test
  void everyTensorOfTheBodyThatIsNotRightIsNamedAndNothingIsChanged() {
    INDArray before = concatPool.params().dup();
    tensors.remove("layer1.0.conv2.weight");
    tensors.put("conv1.weight", zeros(64, 1, 7, 7));
    tensors.put("layer3.2.bn1.bias", zeros(256)); // ResNet-34 has it

    assertThatThrownBy(() -> weights().putInto(concatPool, NAMES))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            "the weights some.pth (/data/some.pth) are not those of a ResNet-18: conv1.weight has"
                + " the shape [64, 1, 7, 7], not [64, 3, 7, 7], layer1.0.conv2.weight is missing,"
                + " 'layer3.2.bn1.bias' has no place; use others");
    assertThat(concatPool.params()).isEqualTo(before);
  }

  @Test
  void whatTheFileHasInsteadIsNamed() {
    tensors.remove("conv1.weight");
    tensors.put("stem.0.weight", zeros(64, 3, 3, 3));
    assertThatThrownBy(() -> weights().putInto(concatPool, NAMES))
        .hasMessageEndingWith(": conv1.weight is missing; there are 'stem.0.weight'; use others");
  }

  @Test
  void whereNothingIsMissingNothingIsThereInstead() {
    tensors.put("layer3.2.bn1.bias", zeros(256));
    tensors.put("stem.0.weight", zeros(64, 3, 3, 3));
    assertThatThrownBy(() -> weights().putInto(concatPool, NAMES))
        .hasMessageEndingWith(": 'layer3.2.bn1.bias' has no place; use others");
  }

  @Test
  void whatLiesBesideTheBodyIsIgnored() {
    tensors.put("projector.0.weight", zeros(2));
    tensors.put("n_averaged", zeros());
    assertThat(weights().putInto(network(Head.LINEAR, 10, 3), NAMES)).isEmpty();
  }

  @Test
  void valuesThatNoWeightsCanHaveAreToldByTensorAndNothingIsChanged() {
    INDArray before = linear.params().dup();
    alter("layer2.0.conv1.weight", 5, Float.NaN);
    alter("layer2.0.conv1.weight", 6, Float.NEGATIVE_INFINITY);
    alter("bn1.running_var", 0, -1e-9f);
    alter("bn1.running_mean", 0, -1);

    // 128 kernels of 64 x 3 x 3
    assertThatThrownBy(() -> weights().putInto(linear, NAMES))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessage(
            "the weights some.pth (/data/some.pth) are damaged: 'bn1.running_var' is negative, and"
                + " no variance can be, at 1 of 64 values, 'layer2.0.conv1.weight' is NaN or"
                + " infinite at 2 of 73,728 values; use others");
    assertThat(linear.params()).isEqualTo(before);
    assertThat(weights().faults()).hasSize(2);
  }

  @Test
  void aHeadWithSuchValuesIsNotTaken() {
    alter("fc.bias", 3, Float.POSITIVE_INFINITY);
    assertThat(weights().putInto(network(Head.LINEAR, 10, 3), NAMES))
        .contains("'fc.bias' is NaN or infinite at 1 of 10 values");
  }

  private void alter(String name, int index, float value) {
    Tensor tensor = tensors.get(name);
    float[] values = tensor.values().clone();
    values[index] = value;
    tensors.put(name, new Tensor(tensor.shape(), values));
  }

  @Test
  void noMoreThanTenTensorsAreNamed() {
    tensors.clear();
    // 100 tensors: 20 convolutions, and 20 batch norms of 4
    assertThatThrownBy(() -> weights().putInto(concatPool, NAMES))
        .hasMessageContaining("conv1.weight is missing, ")
        .hasMessageEndingWith("is missing, and 90 more; use others");
  }
}
