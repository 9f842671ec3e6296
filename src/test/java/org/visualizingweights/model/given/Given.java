package org.visualizingweights.model.given;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.FormulaWeights;

/** Small networks, saved by Deeplearning4j itself, and what they are tried with. */
final class Given {
  /** Height and width of their images. */
  static final int SIZE = 12;

  static final int CLASSES = 5;
  static final int BATCH = 4;

  private Given() {}

  /**
   * Two convolutions, a batch norm, and two dense layers, all with settings that may be changed.
   */
  static MultiLayerNetwork stack(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
    MultiLayerConfiguration layers =
        settings
            .apply(new NeuralNetConfiguration.Builder().seed(3).updater(new Nesterovs(0.1, 0.9)))
            .list()
            .layer(convolution("first", 4))
            .layer(new BatchNormalization.Builder().build())
            .layer(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build())
            .layer(convolution("second", 6))
            .layer(new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build())
            .layer(output(CLASSES))
            .setInputType(InputType.convolutional(SIZE, SIZE, 3))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(layers);
    network.init();
    return network;
  }

  static MultiLayerNetwork stack() {
    return stack(UnaryOperator.identity());
  }

  /** These layers alone. */
  static MultiLayerNetwork stackOf(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Nesterovs(0.1, 0.9)).list();
    Stream.of(layers).forEach(list::layer);
    MultiLayerNetwork network =
        new MultiLayerNetwork(list.setInputType(InputType.convolutional(SIZE, SIZE, 3)).build());
    network.init();
    return network;
  }

  /** The same as a graph with a shortcut. */
  static ComputationGraph graph(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
    ComputationGraph network =
        new ComputationGraph(
            settings
                .apply(
                    new NeuralNetConfiguration.Builder().seed(3).updater(new Nesterovs(0.1, 0.9)))
                .graphBuilder()
                .addInputs("images")
                .addLayer("first", convolution("first", 4), "images")
                .addLayer("norm", new BatchNormalization.Builder().build(), "first")
                .addLayer("second", convolution("second", 6), "norm")
                .addVertex(
                    "both", new org.deeplearning4j.nn.conf.graph.MergeVertex(), "second", "left")
                .addLayer("left", convolution("left", 2), "norm")
                .addLayer("dense", new DenseLayer.Builder().nOut(8).build(), "both")
                .addLayer("classes", output(CLASSES), "dense")
                .setOutputs("classes")
                .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
                .build());
    network.init();
    return network;
  }

  static ComputationGraph graph() {
    return graph(UnaryOperator.identity());
  }

  static ConvolutionLayer convolution(String name, int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .name(name)
        .nOut(channels)
        .activation(Activation.RELU)
        .build();
  }

  static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** With weights and optimizer, as Deeplearning4j saves them. */
  static Path save(Model network, Path folder) throws IOException {
    File file = folder.resolve("my-network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    return file.toPath();
  }

  static GivenNetwork saved(Model network, Path folder) throws IOException, UnusableFile {
    return GivenNetwork.read(save(network, folder));
  }

  /** Everything as the network has it, with its weights where it has any. */
  static Wishes asItIs(GivenNetwork network) {
    return asItIs(network, CLASSES);
  }

  static Wishes asItIs(GivenNetwork network, int classes) {
    return new Wishes(
        network.input().sizeFor(32),
        classes,
        Map.of(),
        Optional.empty(),
        Set.of(),
        network.hasWeights(),
        7);
  }

  /** The same, with one learning rate for all parts. */
  static Wishes atRate(GivenNetwork network, double rate, Optional<Optimizer> optimizer) {
    Wishes own = asItIs(network);
    return new Wishes(
        own.imageSize(),
        own.classes(),
        network.parts().stream().collect(Collectors.toMap(part -> part, part -> rate)),
        optimizer,
        Set.of(),
        own.pretrained(),
        own.seed());
  }

  static Wishes frozen(GivenNetwork network, Set<String> parts) {
    Wishes own = asItIs(network);
    return new Wishes(
        own.imageSize(),
        own.classes(),
        own.rates(),
        own.optimizer(),
        parts,
        own.pretrained(),
        own.seed());
  }

  static INDArray images(int size) {
    return Nd4j.createFromArray(FormulaWeights.input(BATCH, size)).reshape(BATCH, 3, size, size);
  }

  static INDArray labels(int classes) {
    INDArray labels = Nd4j.zeros(BATCH, classes);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % classes, 1);
    }
    return labels;
  }

  /** Takes steps, all with the same images. */
  static void train(GivenGraph network, Input input, int steps) {
    long size = input.sizeFor(32);
    train(network.graph(), input.of(images((int) size)), input, steps);
  }

  private static void train(ComputationGraph graph, INDArray images, Input input, int steps) {
    long classes = graph.output(images)[0].size(1);
    repeat(
        steps,
        step ->
            graph.fit(
                new INDArray[] {images}, new INDArray[] {input.labels(labels((int) classes))}));
  }

  static void repeat(int times, Consumer<Integer> action) {
    for (int i = 0; i < times; i++) {
      action.accept(i);
    }
  }

  /** All parameters, exactly, whatever their precision. */
  static double[] parameters(Model network) {
    return network.params().dup().toDoubleVector();
  }
}
