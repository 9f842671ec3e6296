package org.visualizingweights.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.ModelMetaData;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.ZooType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.network.Part;

/**
 * A {@link ResNet} for images {@code [batch, 3, size, size]}, the network of torchvision's <a
 * href="https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/resnet.py">resnet.py</a>
 * to the last padding, with a {@link Head} of choice.
 *
 * <p>Vertices are named by where they are, as in table 1 of He et al.:
 *
 * <pre>
 * conv1, bn1, relu, maxpool
 * conv2_1.conv1, .bn1, .relu1, .conv2, .bn2, .add, and conv2_1, the block's output
 * conv2_2.conv1, …                                 and conv2_x, the output of the whole stage
 * conv3_1.conv1, …, conv3_1.downsample.conv, conv3_1.downsample.bn, …
 * head.…, logits, output
 * </pre>
 */
@SuppressWarnings("unchecked") // init(): whoever asks for another class of network gets none
final class ResNetModel extends ZooModel<ComputationGraph> {
  private static final String LOSS = "loss";
  private static final int FIRST_CHANNELS = 64;
  private static final int FEATURES = 512;

  private final List<Integer> blocks;
  private final LayerKit kit;
  private final Head head;
  private final int classes;
  private final boolean dropout;
  private final Set<String> frozen;
  private final boolean bodyFixed;
  private final boolean stockLoss;
  private final Map<String, IUpdater> updaters;
  private final long seed;
  private int imageSize;

  ResNetModel(NetworkBuilder wanted, List<Integer> blocks) {
    this.blocks = blocks;
    kit = wanted.kit;
    head = wanted.head;
    classes = wanted.classes;
    dropout = wanted.dropout;
    frozen = Set.copyOf(wanted.frozen);
    bodyFixed = wanted.bodyFixed;
    stockLoss = wanted.stockLoss;
    updaters = Map.copyOf(wanted.updaters);
    seed = wanted.seed;
    imageSize = wanted.imageSize;
  }

  /**
   * The vertices by their parts, in the order in which they are computed; all but the loss, which
   * is computed after the forward pass.
   */
  List<Part> parts() {
    Map<String, List<String>> parts = graph().parts;
    parts.get(Network.HEAD).remove(LOSS);
    return parts.entrySet().stream().map(e -> new Part(e.getKey(), e.getValue())).toList();
  }

  /** The network with fresh parameters, all of them drawn from the seed. */
  @Override
  public ComputationGraph init() {
    ComputationGraph network = new ComputationGraph(graph().builder.build());
    network.init();
    new Initialization(seed, head).apply(network);
    return network;
  }

  @Override
  @SuppressWarnings("deprecation") // it is to be implemented all the same
  public ModelMetaData metaData() {
    return new ModelMetaData(new int[][] {{3, imageSize, imageSize}}, 1, ZooType.CNN);
  }

  @Override
  public Class<? extends Model> modelType() {
    return ComputationGraph.class;
  }

  /** None: pretrained weights are read as state dicts, not as Deeplearning4j's files. */
  @Override
  public String pretrainedUrl(PretrainedType type) {
    return null;
  }

  @Override
  public long pretrainedChecksum(PretrainedType type) {
    return 0;
  }

  @Override
  public void setInputShape(int[][] shapes) {
    imageSize = shapes[0][1];
  }

  private Graph graph() {
    Graph graph = new Graph();
    String part = ResNet.CONV1;
    graph.layer(
        part, part, kit.firstConvolution(3, FIRST_CHANNELS, 7, 2, 3, isFrozen(part)), "input");
    graph.layer(part, "bn1", kit.batchNorm(FIRST_CHANNELS), part);
    graph.layer(part, "relu", kit.relu(), "bn1");
    graph.layer(part, "maxpool", kit.maxPool(3, 2, 1), "relu");
    String input = "maxpool";
    int in = FIRST_CHANNELS;
    for (int stage = 2; stage < 2 + blocks.size(); stage++) {
      part = "conv" + stage + "_x";
      int out = FIRST_CHANNELS << (stage - 2);
      int last = blocks.get(stage - 2);
      for (int block = 1; block <= last; block++) {
        String at = "conv" + stage + "_" + block;
        String output = block == last ? part : at;
        block(graph, part, at, output, input, in, out, stage > 2 && block == 1 ? 2 : 1);
        input = output;
        in = out;
      }
    }
    switch (head) {
      case LINEAR -> linearHead(graph, input);
      case CONCAT_POOL -> concatPoolHead(graph, input);
    }
    graph.layer(
        Network.HEAD,
        LOSS,
        new LossLayer.Builder(stockLoss ? new LossMCXENT() : new CrossEntropy())
            .activation(Activation.SOFTMAX)
            .build(),
        ResNet.LOGITS);
    graph.builder.setOutputs(LOSS);
    return graph;
  }

  private void block(
      Graph graph,
      String part,
      String at,
      String output,
      String input,
      int in,
      int out,
      int stride) {
    graph.layer(part, at + ".conv1", convolution(part, in, out, 3, stride, 1), input);
    graph.layer(part, at + ".bn1", kit.batchNorm(out), at + ".conv1");
    graph.layer(part, at + ".relu1", kit.relu(), at + ".bn1");
    graph.layer(part, at + ".conv2", convolution(part, out, out, 3, 1, 1), at + ".relu1");
    graph.layer(part, at + ".bn2", kit.batchNorm(out), at + ".conv2");
    String shortcut = input;
    if (in != out) {
      shortcut = at + ".downsample.bn";
      graph.layer(part, at + ".downsample.conv", convolution(part, in, out, 1, stride, 0), input);
      graph.layer(part, shortcut, kit.batchNorm(out), at + ".downsample.conv");
    }
    graph.add(part, at + ".add", at + ".bn2", shortcut);
    graph.layer(part, output, kit.relu(), at + ".add");
  }

  private void linearHead(Graph graph, String input) {
    graph.layer(Network.HEAD, "head.avgpool", kit.globalPool(PoolingType.AVG), input);
    graph.layer(Network.HEAD, ResNet.LOGITS, kit.dense(FEATURES, classes), "head.avgpool");
  }

  private void concatPoolHead(Graph graph, String input) {
    String part = Network.HEAD;
    graph.layer(part, "head.maxpool", kit.globalPool(PoolingType.MAX), input);
    graph.layer(part, "head.avgpool", kit.globalPool(PoolingType.AVG), input);
    graph.merge(part, "head.pool", "head.maxpool", "head.avgpool");
    graph.layer(part, "head.bn1", kit.batchNorm(2 * FEATURES), "head.pool");
    String features = dropout(graph, "head.dropout1", 0.25, "head.bn1");
    graph.layer(part, "head.linear", kit.dense(2 * FEATURES, FEATURES), features);
    graph.layer(part, "head.relu", kit.relu(), "head.linear");
    graph.layer(part, "head.bn2", kit.batchNorm(FEATURES), "head.relu");
    features = dropout(graph, "head.dropout2", 0.5, "head.bn2");
    graph.layer(part, ResNet.LOGITS, kit.dense(FEATURES, classes), features);
  }

  private boolean isFrozen(String part) {
    return frozen.contains(part);
  }

  private String dropout(Graph graph, String name, double probability, String input) {
    if (!dropout) {
      return input;
    }
    graph.layer(Network.HEAD, name, kit.dropout(probability), input);
    return name;
  }

  private Layer convolution(String part, int in, int out, int kernel, int stride, int padding) {
    return kit.convolution(in, out, kernel, stride, padding, isFrozen(part));
  }

  /** A graph in the making. */
  private final class Graph {
    private final Map<String, List<String>> parts = new LinkedHashMap<>();
    private final GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .miniBatch(stockLoss) // ours is a mean already
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(imageSize, imageSize, 3));

    void layer(String part, String name, Layer layer, String input) {
      if (layer instanceof BaseLayer trained) {
        trained.setIUpdater(updaters.get(part));
      }
      builder.addLayer(name, isFixed(part) ? new FrozenLayer(layer) : layer, input);
      note(part, name);
    }

    void add(String part, String name, String left, String right) {
      builder.addVertex(name, isFixed(part) ? new FrozenVertex(kit.add()) : kit.add(), left, right);
      note(part, name);
    }

    private boolean isFixed(String part) {
      return bodyFixed && !part.equals(Network.HEAD);
    }

    void merge(String part, String name, String left, String right) {
      builder.addVertex(name, new MergeVertex(), left, right);
      note(part, name);
    }

    private void note(String part, String vertex) {
      parts.computeIfAbsent(part, name -> new ArrayList<>()).add(vertex);
    }
  }
}
