package org.visualizingweights.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.ZooModel;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.network.Architecture;

/**
 * A residual network of basic blocks: the networks of table 1 of He et al., <a
 * href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image Recognition</a>, that
 * differ in nothing but how many blocks a stage has.
 *
 * @param name what experiments and torchvision call it
 * @param blocks of each stage, {@code conv2_x} first
 */
public record ResNet(String name, String title, List<Integer> blocks) implements Network {
  public static final ResNet RESNET_18 = new ResNet("resnet18", "ResNet-18", List.of(2, 2, 2, 2));
  public static final ResNet RESNET_34 = new ResNet("resnet34", "ResNet-34", List.of(3, 4, 6, 3));

  /** Those that there are. */
  static final List<ResNet> ALL = List.of(RESNET_18, RESNET_34);

  static final String INPUT = "input";
  static final String CONV1 = "conv1";
  static final String LOGITS = "logits";

  /** The parts are called as the vertices that are their outputs, the first convolution's too. */
  private static final List<String> BODY =
      List.of(CONV1, "conv2_x", "conv3_x", "conv4_x", "conv5_x");

  @Override
  public List<String> body() {
    return BODY;
  }

  @Override
  public List<String> watched() {
    return BODY;
  }

  @Override
  public Architecture architecture(Head head) {
    NetworkBuilder any =
        builder(new StockKit()).head(head).imageSize(NetworkBuilder.SMALLEST_IMAGE);
    return new Architecture(
        name,
        new ResNetModel(any, blocks).parts(),
        Optional.of(LOGITS),
        Optional.of(CONV1),
        Optional.empty());
  }

  /** What torchvision calls its tensors. */
  public Torchvision torchvision() {
    return new Torchvision(this);
  }

  @Override
  public List<String> capturable(Head head) {
    return Stream.concat(Stream.of(INPUT), architecture(head).vertices().stream()).toList();
  }

  /** A network of 1,000 classes with torchvision's head, for images of 224 pixels. */
  public NetworkBuilder builder(LayerKit kit) {
    return new NetworkBuilder(this, kit);
  }

  /**
   * Makes the network's model.
   *
   * @param wanted from {@link #builder}
   */
  ZooModel<ComputationGraph> build(NetworkBuilder wanted) {
    return new ResNetModel(wanted, blocks);
  }
}
