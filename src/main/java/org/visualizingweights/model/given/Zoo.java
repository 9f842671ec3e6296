package org.visualizingweights.model.given;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.data.Provenance;

/**
 * The networks of Deeplearning4j's zoo that classify images. The smallest images that each takes
 * were found by trying: with smaller ones it cannot be built, or takes no step.
 */
enum Zoo implements Source {
  LENET(
      "lenet",
      "LeNet",
      1,
      (shape, classes) ->
          LayerStack.graph(LeNet.builder().inputShape(shape).numClasses(classes).build().conf())),
  SIMPLE_CNN(
      "simple-cnn",
      "SimpleCNN",
      1,
      (shape, classes) ->
          withLoss(
              LayerStack.graph(
                  SimpleCNN.builder().inputShape(shape).numClasses(classes).build().conf()))),
  ALEXNET(
      "alexnet",
      "AlexNet",
      43,
      (shape, classes) ->
          LayerStack.graph(AlexNet.builder().inputShape(shape).numClasses(classes).build().conf())),
  VGG16_NETWORK(
      "vgg16",
      "VGG16",
      1,
      (shape, classes) -> VGG16.builder().inputShape(shape).numClasses(classes).build().conf()),
  SQUEEZENET(
      "squeezenet",
      "SqueezeNet",
      23,
      (shape, classes) ->
          SqueezeNet.builder()
              .inputShape(shape)
              .numClasses(classes)
              .build()
              .graphBuilder()
              .addInputs("input")
              .setInputTypes(InputType.convolutional(shape[1], shape[2], shape[0]))
              .build()),
  DARKNET19(
      "darknet19",
      "Darknet19",
      1,
      (shape, classes) -> Darknet19.builder().inputShape(shape).numClasses(classes).build().conf()),
  RESNET50(
      "resnet50",
      "ResNet50",
      69,
      (shape, classes) ->
          ResNet50.builder().inputShape(shape).numClasses(classes).build().graphBuilder().build());

  private static final int CHANNELS = 3;
  private static final String LOSS = "loss";

  private final String id;
  private final String title;
  private final Input input;
  private final BiFunction<int[], Integer, ComputationGraphConfiguration> made;

  Zoo(
      String id,
      String title,
      int smallest,
      BiFunction<int[], Integer, ComputationGraphConfiguration> made) {
    this.id = id;
    this.title = title;
    this.input = Input.from(smallest);
    this.made = made;
  }

  /** The zoo's network ends with a softmax, and cannot be trained. */
  private static ComputationGraphConfiguration withLoss(ComputationGraphConfiguration graph) {
    String last = graph.getNetworkOutputs().get(0);
    NeuralNetConfiguration loss =
        ((LayerVertex) graph.getVertices().get(last)).getLayerConf().clone();
    loss.setLayer(new LossLayer.Builder(LossFunction.MCXENT).build());
    loss.getLayer().setLayerName(LOSS);
    graph.getVertices().put(LOSS, new LayerVertex(loss, null));
    graph.getVertexInputs().put(LOSS, List.of(last));
    graph.setNetworkOutputs(List.of(LOSS));
    return graph;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title + " of Deeplearning4j's zoo";
  }

  @Override
  public Input input() {
    return input;
  }

  @Override
  public ComputationGraphConfiguration configuration(int imageSize, int classes) {
    return made.apply(new int[] {CHANNELS, imageSize, imageSize}, classes);
  }

  @Override
  public boolean hasWeights() {
    return false;
  }

  @Override
  public INDArray weights() {
    throw new IllegalStateException("the zoo's networks come without weights");
  }

  @Override
  public Optional<Provenance> provenance() {
    return Optional.empty();
  }

  @Override
  public List<String> remarks() {
    return this == SIMPLE_CNN
        ? List.of("its loss is added, a cross entropy, as the zoo's network has none")
        : List.of();
  }
}
