package org.visualizingweights.layers;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** A residual network of two blocks, for images of 8 pixels: one of everything a kit has. */
final class SmallNetwork {

  static final int CLASSES = 4;

  private SmallNetwork() {}

  static ComputationGraph of(LayerKit kit, boolean frozen, boolean dropout) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .weightInit(WeightInit.RELU)
            .updater(new Nesterovs(0.01, 0.9))
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(8, 8, 3))
            .addLayer("conv1", kit.firstConvolution(3, 8, 7, 2, 3, frozen), "input")
            .addLayer("bn1", kit.batchNorm(8), "conv1")
            .addLayer("relu", kit.relu(), "bn1")
            .addLayer("maxpool", kit.maxPool(3, 2, 1), "relu");
    Consumer<GraphBuilder> blocks =
        g -> {
          block(g, kit, "a", "maxpool", 8, 8, 1, frozen);
          block(g, kit, "b", "a", 8, 16, 2, frozen);
        };
    blocks.accept(graph);
    graph
        .addLayer("max", kit.globalPool(PoolingType.MAX), "b")
        .addLayer("average", kit.globalPool(PoolingType.AVG), "b")
        .addVertex("pool", new MergeVertex(), "max", "average");
    String features = "pool";
    if (dropout) {
      graph.addLayer("dropout", kit.dropout(0.25), "pool");
      features = "dropout";
    }
    graph
        .addLayer("logits", kit.dense(32, CLASSES), features)
        .addLayer(
            "loss",
            new LossLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX).build(),
            "logits")
        .setOutputs("loss");
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static void block(
      GraphBuilder graph,
      LayerKit kit,
      String name,
      String input,
      int in,
      int out,
      int stride,
      boolean frozen) {
    graph
        .addLayer(name + ".conv1", kit.convolution(in, out, 3, stride, 1, frozen), input)
        .addLayer(name + ".bn1", kit.batchNorm(out), name + ".conv1")
        .addLayer(name + ".relu1", kit.relu(), name + ".bn1")
        .addLayer(name + ".conv2", kit.convolution(out, out, 3, 1, 1, frozen), name + ".relu1")
        .addLayer(name + ".bn2", kit.batchNorm(out), name + ".conv2");
    String shortcut = input;
    if (in != out) {
      shortcut = name + ".shortcut";
      graph.addLayer(shortcut, kit.convolution(in, out, 1, stride, 0, frozen), input);
    }
    graph
        .addVertex(name + ".add", kit.add(), name + ".bn2", shortcut)
        .addLayer(name, kit.relu(), name + ".add");
  }

  static INDArray images(int batch) {
    return Nd4j.randn(DataType.FLOAT, batch, 3, 8, 8);
  }

  static INDArray labels(int batch) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }
}
