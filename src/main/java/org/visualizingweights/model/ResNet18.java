package org.visualizingweights.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.visualizingweights.layers.LayerKit;

/**
 * ResNet-18 for images {@code [batch, 3, size, size]}, the network of torchvision's <a
 * href="https://github.com/pytorch/vision/blob/v0.14.1/torchvision/models/resnet.py">resnet.py</a>
 * to the last padding, with a {@link Head} of choice.
 *
 * <p>Vertices are named by where they are, as in table 1 of He et al., <a
 * href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image Recognition</a>:
 *
 * <pre>
 * conv1, bn1, relu, maxpool
 * conv2_1.conv1, .bn1, .relu1, .conv2, .bn2, .add, and conv2_1, the block's output
 * conv2_2.conv1, …                                 and conv2_x, the output of the whole stage
 * conv3_1.conv1, …, conv3_1.downsample.conv, conv3_1.downsample.bn, …
 * head.…, logits, output
 * </pre>
 */
public final class ResNet18 extends ZooModel<ComputationGraph> {
  /** The vertex whose output is {@code [batch, classes]} before softmax. */
  public static final String LOGITS = "logits";

  private static final String LOSS = "loss";

  private static final int[] CHANNELS = {64, 128, 256, 512};
  private static final int FEATURES = 512;
  private static final int SMALLEST_IMAGE = 32;

  private final LayerKit kit;
  private final Head head;
  private final int classes;
  private final boolean dropout;
  private final Set<LayerGroup> frozen;
  private final boolean bodyFixed;
  private final boolean stockLoss;
  private final Map<LayerGroup, IUpdater> updaters;
  private final long seed;
  private int imageSize;

  private ResNet18(Builder builder) {
    kit = builder.kit;
    head = builder.head;
    classes = builder.classes;
    dropout = builder.dropout;
    frozen = Set.copyOf(builder.frozen);
    bodyFixed = builder.bodyFixed;
    stockLoss = builder.stockLoss;
    updaters = new EnumMap<>(builder.updaters);
    seed = builder.seed;
    imageSize = builder.imageSize;
  }

  /** A network of 1,000 classes with torchvision's head, for images of 224 pixels. */
  public static Builder builder(LayerKit kit) {
    return new Builder(kit);
  }

  /**
   * The names of the vertices with this head, in the order in which they are computed; all but the
   * loss, which is computed after the forward pass.
   */
  public static Set<String> vertexNames(LayerKit kit, Head head) {
    Set<String> names = new LinkedHashSet<>();
    names.add("input");
    names.addAll(builder(kit).head(head).imageSize(SMALLEST_IMAGE).build().graph().names);
    names.remove(LOSS);
    return names;
  }

  /** What the graph is, without its parameters. */
  public ComputationGraphConfiguration configuration() {
    return graph().builder.build();
  }

  /** The network with fresh parameters, all of them drawn from the seed. */
  @Override
  public ComputationGraph init() {
    ComputationGraph network = new ComputationGraph(configuration());
    network.init();
    new Initialization(seed, head).apply(network);
    return network;
  }

  @Override
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
    boolean fixed = frozen.contains(LayerGroup.CONV1);
    graph.layer(LayerGroup.CONV1, "conv1", kit.firstConvolution(3, 64, 7, 2, 3, fixed), "input");
    graph.layer(LayerGroup.CONV1, "bn1", kit.batchNorm(64), "conv1");
    graph.layer(LayerGroup.CONV1, "relu", kit.relu(), "bn1");
    graph.layer(LayerGroup.CONV1, "maxpool", kit.maxPool(3, 2, 1), "relu");
    String input = "maxpool";
    int in = 64;
    for (int stage = 0; stage < CHANNELS.length; stage++) {
      int out = CHANNELS[stage];
      LayerGroup group = LayerGroup.BODY.get(stage + 1);
      String first = "conv" + (stage + 2) + "_1";
      block(graph, group, first, first, input, in, out, stage == 0 ? 1 : 2);
      block(graph, group, "conv" + (stage + 2) + "_2", group.label(), first, out, out, 1);
      input = group.label();
      in = out;
    }
    switch (head) {
      case LINEAR -> linearHead(graph, input);
      case CONCAT_POOL -> concatPoolHead(graph, input);
    }
    graph.layer(
        LayerGroup.HEAD,
        LOSS,
        new LossLayer.Builder(stockLoss ? new LossMCXENT() : new CrossEntropy())
            .activation(Activation.SOFTMAX)
            .build(),
        LOGITS);
    graph.builder.setOutputs(LOSS);
    return graph;
  }

  private void block(
      Graph graph,
      LayerGroup group,
      String at,
      String output,
      String input,
      int in,
      int out,
      int stride) {
    graph.layer(group, at + ".conv1", convolution(group, in, out, 3, stride, 1), input);
    graph.layer(group, at + ".bn1", kit.batchNorm(out), at + ".conv1");
    graph.layer(group, at + ".relu1", kit.relu(), at + ".bn1");
    graph.layer(group, at + ".conv2", convolution(group, out, out, 3, 1, 1), at + ".relu1");
    graph.layer(group, at + ".bn2", kit.batchNorm(out), at + ".conv2");
    String shortcut = input;
    if (in != out) {
      shortcut = at + ".downsample.bn";
      graph.layer(group, at + ".downsample.conv", convolution(group, in, out, 1, stride, 0), input);
      graph.layer(group, shortcut, kit.batchNorm(out), at + ".downsample.conv");
    }
    graph.add(group, at + ".add", at + ".bn2", shortcut);
    graph.layer(group, output, kit.relu(), at + ".add");
  }

  private void linearHead(Graph graph, String input) {
    graph.layer(LayerGroup.HEAD, "head.avgpool", kit.globalPool(PoolingType.AVG), input);
    graph.layer(LayerGroup.HEAD, LOGITS, kit.dense(FEATURES, classes), "head.avgpool");
  }

  private void concatPoolHead(Graph graph, String input) {
    LayerGroup group = LayerGroup.HEAD;
    graph.layer(group, "head.maxpool", kit.globalPool(PoolingType.MAX), input);
    graph.layer(group, "head.avgpool", kit.globalPool(PoolingType.AVG), input);
    graph.merge("head.pool", "head.maxpool", "head.avgpool");
    graph.layer(group, "head.bn1", kit.batchNorm(2 * FEATURES), "head.pool");
    String features = dropout(graph, "head.dropout1", 0.25, "head.bn1");
    graph.layer(group, "head.linear", kit.dense(2 * FEATURES, FEATURES), features);
    graph.layer(group, "head.relu", kit.relu(), "head.linear");
    graph.layer(group, "head.bn2", kit.batchNorm(FEATURES), "head.relu");
    features = dropout(graph, "head.dropout2", 0.5, "head.bn2");
    graph.layer(group, LOGITS, kit.dense(FEATURES, classes), features);
  }

  private String dropout(Graph graph, String name, double probability, String input) {
    if (!dropout) {
      return input;
    }
    graph.layer(LayerGroup.HEAD, name, kit.dropout(probability), input);
    return name;
  }

  private Layer convolution(
      LayerGroup group, int in, int out, int kernel, int stride, int padding) {
    return kit.convolution(in, out, kernel, stride, padding, frozen.contains(group));
  }

  /** A graph in the making. */
  private final class Graph {
    private final List<String> names = new ArrayList<>();
    private final GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .miniBatch(stockLoss) // ours is a mean already
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(imageSize, imageSize, 3));

    void layer(LayerGroup group, String name, Layer layer, String input) {
      if (layer instanceof BaseLayer trained) {
        trained.setIUpdater(updaters.get(group));
      }
      builder.addLayer(name, isFixed(group) ? new FrozenLayer(layer) : layer, input);
      names.add(name);
    }

    void add(LayerGroup group, String name, String left, String right) {
      builder.addVertex(
          name, isFixed(group) ? new FrozenVertex(kit.add()) : kit.add(), left, right);
      names.add(name);
    }

    private boolean isFixed(LayerGroup group) {
      return bodyFixed && group != LayerGroup.HEAD;
    }

    void merge(String name, String left, String right) {
      builder.addVertex(name, new MergeVertex(), left, right);
      names.add(name);
    }
  }

  /** Collects what kind of ResNet-18 is wanted. */
  public static final class Builder {
    private final LayerKit kit;
    private final Map<LayerGroup, IUpdater> updaters = new EnumMap<>(LayerGroup.class);
    private Head head = Head.LINEAR;
    private int classes = 1000;
    private int imageSize = 224;
    private boolean dropout = true;
    private Set<LayerGroup> frozen = Set.of();
    private boolean bodyFixed;
    private boolean stockLoss;
    private long seed = 42;

    private Builder(LayerKit kit) {
      this.kit = kit;
      for (LayerGroup group : LayerGroup.values()) {
        updaters.put(group, new Sgd());
      }
    }

    public Builder head(Head head) {
      this.head = head;
      return this;
    }

    public Builder classes(int classes) {
      this.classes = classes;
      return this;
    }

    /** Height and width of the images, at least 32. */
    public Builder imageSize(int imageSize) {
      if (imageSize < SMALLEST_IMAGE) {
        throw new IllegalArgumentException(
            "ResNet-18 needs images of at least " + SMALLEST_IMAGE + " pixels, not " + imageSize);
      }
      this.imageSize = imageSize;
      return this;
    }

    /** Whether the concat-pool head has its two dropouts; it does unless told otherwise. */
    public Builder dropout(boolean dropout) {
      this.dropout = dropout;
      return this;
    }

    /** The groups whose convolutions are never trained. */
    public Builder frozen(Set<LayerGroup> frozen) {
      this.frozen = frozen;
      return this;
    }

    /**
     * Whether the body always works as in evaluation and nothing of it is ever trained: its batch
     * norms use the running statistics that they have, which stay as they are. Then no gradients
     * are computed for any of it.
     */
    public Builder bodyFixed(boolean bodyFixed) {
      this.bodyFixed = bodyFixed;
      return this;
    }

    /**
     * Has Deeplearning4j's own loss instead of {@link CrossEntropy}: with the {@link
     * org.visualizingweights.layers.StockKit} there is then nothing in the network that
     * Deeplearning4j does not have itself.
     */
    public Builder stockLoss() {
      stockLoss = true;
      return this;
    }

    /** How the parameters of a group are updated. */
    public Builder updater(LayerGroup group, IUpdater updater) {
      updaters.put(group, updater);
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public ResNet18 build() {
      return new ResNet18(this);
    }
  }
}
