package org.visualizingweights.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A small network of some kind, and two batches to train it with, of different sizes and, of
 * sequences, lengths.
 *
 * @param network makes it, with dropout or without
 * @param channelsLast whether all its arrays of three dimensions or more have their channels last
 */
public record Case(
    String name,
    Function<Boolean, Model> network,
    boolean channelsLast,
    List<MultiDataSet> batches) {
  /** Time steps until a sequence is cut. */
  public static final int SEGMENT = 3;

  private static final String CUT = ", cut";
  private static final int CLASSES = 3;
  private static final int CHANNELS = 2;

  @Override
  public String toString() {
    return name;
  }

  /** Whether it trains with segments of its sequences. */
  public boolean isCut() {
    return name.endsWith(CUT);
  }

  /** A network without dropout. */
  public Model plain() {
    return network.apply(false);
  }

  /** Trains for one step with each batch. */
  public void train(Model model) {
    batches.forEach(batch -> train(model, batch));
  }

  /** Trains for one step, or several where sequences are cut. */
  public static void train(Model model, MultiDataSet batch) {
    MultiDataSet copy = (MultiDataSet) batch.copy();
    if (model instanceof ComputationGraph graph) {
      graph.fit(copy);
    } else {
      ((MultiLayerNetwork) model).fit(dataSet(copy));
    }
  }

  /** A batch of one input and one output. */
  public static DataSet dataSet(MultiDataSet batch) {
    return new DataSet(
        batch.getFeatures(0),
        batch.getLabels(0),
        batch.getFeaturesMaskArray(0),
        batch.getLabelsMaskArray(0));
  }

  /** All of them, with the same batches each time. */
  public static Stream<Case> all() {
    Nd4j.getRandom().setSeed(6);
    return Stream.of(
            Stream.of(dense(DataType.FLOAT), dense(DataType.DOUBLE), dense(DataType.HALF)),
            Stream.of(images(CNN2DFormat.NCHW, DataType.FLOAT)),
            Stream.of(images(CNN2DFormat.NHWC, DataType.FLOAT)),
            Stream.of(images(CNN2DFormat.NHWC, DataType.DOUBLE)),
            Stream.of(volumes(Convolution3D.DataFormat.NCDHW)),
            Stream.of(volumes(Convolution3D.DataFormat.NDHWC)),
            // Deeplearning4j itself cannot train these with channels last:
            Stream.of(signals(), recurrent(RNNFormat.NCW, true)),
            Stream.of(recurrent(RNNFormat.NCW, false), recurrent(RNNFormat.NWC, false)),
            Stream.of(embedding(), attention(), bothWays(), twoInputs(), maskedGraph()),
            Stream.of(frozen(), frozenVertex(), byGradientsAlone()))
        .flatMap(Function.identity());
  }

  private static NeuralNetConfiguration.Builder settings(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(type)
        .activation(Activation.TANH)
        .updater(type == DataType.HALF ? new Sgd(0.01) : new Adam(0.01));
  }

  /** Those layers that are there. */
  private static NeuralNetConfiguration.ListBuilder layers(
      NeuralNetConfiguration.Builder settings, Object... layers) {
    NeuralNetConfiguration.ListBuilder list = settings.list();
    for (Object layer : layers) {
      if (layer instanceof Optional<?> optional) {
        optional.ifPresent(there -> list.layer((Layer) there));
      } else {
        list.layer((Layer) layer);
      }
    }
    return list;
  }

  private static Model layered(MultiLayerConfiguration.Builder list, InputType input) {
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  private static Optional<Layer> dropout(boolean there) {
    return there ? Optional.of(new DropoutLayer(0.6)) : Optional.empty();
  }

  /** For a layer's own dropout, which works on what it takes; 0 is none. */
  private static double rate(boolean dropout) {
    return dropout ? 0.6 : 0;
  }

  private static DenseLayer dense(int size, boolean dropout) {
    return new DenseLayer.Builder().nOut(size).dropOut(rate(dropout)).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(CLASSES)
        .build();
  }

  private static INDArray random(DataType type, long... shape) {
    return Nd4j.rand(type, shape).muli(4).subi(2);
  }

  private static INDArray labels(DataType type, int batch) {
    INDArray labels = Nd4j.zeros(type, batch, CLASSES);
    IntStream.range(0, batch).forEach(i -> labels.putScalar(i, i % CLASSES, 1));
    return labels;
  }

  private static List<MultiDataSet> batches(DataType type, long... shape) {
    return IntStream.of(6, 4)
        .mapToObj(
            batch -> {
              shape[0] = batch;
              return new MultiDataSet(random(type, shape), labels(type, batch));
            })
        .toList();
  }

  private static Case dense(DataType type) {
    return new Case(
        "dense, " + type,
        dropout ->
            layered(
                layers(
                    settings(type),
                    new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build(),
                    new BatchNormalization(),
                    dense(7, dropout),
                    dropout(dropout),
                    dense(6, dropout),
                    output()),
                InputType.feedForward(5)),
        false,
        batches(type, 0, 5));
  }

  private static Case images(CNN2DFormat format, DataType type) {
    boolean last = format == CNN2DFormat.NHWC;
    return new Case(
        "images, " + format + ", " + type,
        dropout -> layered(convolutional(format, type, dropout), imageType(format)),
        last,
        last ? batches(type, 0, 9, 9, CHANNELS) : batches(type, 0, CHANNELS, 9, 9));
  }

  private static InputType imageType(CNN2DFormat format) {
    return InputType.convolutional(9, 9, CHANNELS, format);
  }

  private static NeuralNetConfiguration.ListBuilder convolutional(
      CNN2DFormat format, DataType type, boolean dropout) {
    return layers(
        settings(type),
        new ConvolutionLayer.Builder(3, 3).name("conv").nOut(6).dataFormat(format).build(),
        new BatchNormalization.Builder().build(),
        new ActivationLayer(Activation.RELU),
        new SubsamplingLayer.Builder(2, 2).dataFormat(format).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(5).dataFormat(format).build(),
        dropout(dropout),
        dense(9, dropout),
        output());
  }

  private static Case volumes(Convolution3D.DataFormat format) {
    boolean last = format == Convolution3D.DataFormat.NDHWC;
    return new Case(
        "volumes, " + format,
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new Convolution3D.Builder(2, 2, 2).nOut(4).dataFormat(format).build(),
                    new Subsampling3DLayer.Builder(2, 2, 2).dataFormat(format).build(),
                    new Convolution3D.Builder(2, 2, 2).nOut(5).dataFormat(format).build(),
                    new GlobalPoolingLayer.Builder(PoolingType.AVG)
                        .poolingDimensions(last ? new int[] {1, 2, 3} : new int[] {2, 3, 4})
                        .build(),
                    dense(6, dropout),
                    output()),
                InputType.convolutional3D(format, 6, 6, 6, CHANNELS)),
        last,
        last
            ? batches(DataType.FLOAT, 0, 6, 6, 6, CHANNELS)
            : batches(DataType.FLOAT, 0, CHANNELS, 6, 6, 6));
  }

  /** Convolutions of one dimension, and a dense layer for each time step. */
  private static Case signals() {
    return new Case(
        "signals",
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new Convolution1DLayer.Builder(3).nOut(6).build(),
                    new TimeDistributed(dense(7, dropout)),
                    new Convolution1DLayer.Builder(2).nOut(5).dropOut(rate(dropout)).build(),
                    new GlobalPoolingLayer(PoolingType.MAX),
                    dense(6, dropout),
                    output()),
                InputType.recurrent(CHANNELS, 12)),
        false,
        batches(DataType.FLOAT, 0, CHANNELS, 12));
  }

  private static Case recurrent(RNNFormat format, boolean cut) {
    return new Case(
        "recurrent, " + format + (cut ? CUT : ""),
        dropout ->
            layered(
                layers(
                        settings(DataType.FLOAT),
                        new LSTM.Builder().nOut(6).dataFormat(format).build(),
                        dense(5, dropout),
                        new LSTM.Builder()
                            .nOut(4)
                            .dropOut(rate(dropout))
                            .dataFormat(format)
                            .build(),
                        new LSTM.Builder().nOut(4).dataFormat(format).build(),
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .dataFormat(format)
                            .nOut(CLASSES)
                            .build())
                    .backpropType(cut ? BackpropType.TruncatedBPTT : BackpropType.Standard)
                    .tBPTTLength(SEGMENT),
                InputType.recurrent(CHANNELS, format)),
        format == RNNFormat.NWC,
        List.of(sequences(6, 4, format), sequences(4, 5, format)));
  }

  /** Some of length, others shorter, with a label for each time step. */
  private static MultiDataSet sequences(int batch, int length, RNNFormat format) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES, length);
    for (int i = 0; i < batch * length; i++) {
      labels.putScalar(i % batch, i % CLASSES, i / batch, 1);
    }
    INDArray mask = mask(batch, length);
    INDArray features = random(DataType.FLOAT, batch, CHANNELS, length);
    return new MultiDataSet(
        arrays(inFormat(features, format)),
        arrays(inFormat(labels, format)),
        arrays(mask),
        arrays(mask.dup()));
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }

  private static INDArray inFormat(INDArray sequences, RNNFormat format) {
    return format == RNNFormat.NCW ? sequences : sequences.permute(0, 2, 1).dup('c');
  }

  private static INDArray mask(int batch, int length) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, batch, length);
    for (int i = 0; i < batch; i++) {
      for (int time = 0; time < length - i % 4; time++) {
        mask.putScalar(i, time, 1);
      }
    }
    return mask;
  }

  /** Batches with a mask for the features, and a label for each sequence. */
  private static List<MultiDataSet> maskedBatches(Function<int[], INDArray> features) {
    return Stream.of(new int[] {6, 4}, new int[] {4, 5})
        .map(
            size ->
                new MultiDataSet(
                    arrays(features.apply(size)),
                    arrays(labels(DataType.FLOAT, size[0])),
                    arrays(mask(size[0], size[1])),
                    null))
        .toList();
  }

  private static Case embedding() {
    return new Case(
        "embedding",
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new EmbeddingSequenceLayer.Builder().nIn(11).nOut(5).build(),
                    new LSTM.Builder().nOut(6).dropOut(rate(dropout)).build(),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    dense(6, dropout),
                    output()),
                InputType.recurrent(11)),
        false,
        maskedBatches(
            size -> Nd4j.rand(DataType.FLOAT, size[0], size[1]).muli(10).castTo(DataType.INT)));
  }

  private static Case attention() {
    return new Case(
        "attention",
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new SelfAttentionLayer.Builder().nOut(6).nHeads(2).projectInput(true).build(),
                    new LSTM.Builder().nOut(5).dropOut(rate(dropout)).build(),
                    new GlobalPoolingLayer(PoolingType.MAX),
                    output()),
                InputType.recurrent(CHANNELS)),
        false,
        maskedBatches(size -> random(DataType.FLOAT, size[0], CHANNELS, size[1])));
  }

  private static Case bothWays() {
    return new Case(
        "both ways",
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new SimpleRnn.Builder().nOut(5).build(),
                    new Bidirectional(new LSTM.Builder().nOut(4).dropOut(rate(dropout)).build()),
                    new LastTimeStep(
                        new SimpleRnn.Builder().nOut(5).dropOut(rate(dropout)).build()),
                    dense(6, dropout),
                    output()),
                InputType.recurrent(CHANNELS)),
        false,
        maskedBatches(size -> random(DataType.FLOAT, size[0], CHANNELS, size[1])));
  }

  private static Case frozen() {
    Case images = images(CNN2DFormat.NCHW, DataType.FLOAT);
    return new Case(
        "frozen",
        dropout ->
            new TransferLearning.Builder((MultiLayerNetwork) images.network().apply(dropout))
                .fineTuneConfiguration(
                    new FineTuneConfiguration.Builder().updater(new Adam(0.02)).build())
                .setFeatureExtractor(2)
                .build(),
        false,
        images.batches());
  }

  private static Model graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static Case frozenVertex() {
    return new Case(
        "frozen vertex",
        dropout -> {
          ComputationGraphConfiguration configuration =
              settings(DataType.FLOAT)
                  .graphBuilder()
                  .addInputs("in")
                  .setInputTypes(InputType.feedForward(5))
                  .addLayer("first", dense(8, false), "in")
                  .addLayer("second", dense(7, dropout), "first")
                  .addLayer("output", output(), "second")
                  .setOutputs("output")
                  .build();
          configuration.getVertices().computeIfPresent("first", (name, it) -> new FrozenVertex(it));
          return graph(configuration);
        },
        false,
        batches(DataType.FLOAT, 0, 5));
  }

  /** One layer is updated by its gradients as they are: that is what a {@code NoOp} does. */
  private static Case byGradientsAlone() {
    return new Case(
        "no updater",
        dropout ->
            layered(
                layers(
                    settings(DataType.FLOAT),
                    new DenseLayer.Builder().nOut(8).updater(new NoOp()).build(),
                    dense(6, dropout),
                    output()),
                InputType.feedForward(5)),
        false,
        batches(DataType.FLOAT, 0, 5));
  }

  private static Case twoInputs() {
    return new Case(
        "two inputs, two outputs",
        dropout ->
            graph(
                settings(DataType.FLOAT)
                    .graphBuilder()
                    .addInputs("image", "vector")
                    .setInputTypes(
                        InputType.convolutional(9, 9, CHANNELS), InputType.feedForward(5))
                    .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(6).build(), "image")
                    .addLayer("bn", new BatchNormalization(), "conv")
                    .addLayer("seen", dense(7, dropout), "bn")
                    .addLayer("told", dense(7, false), "vector")
                    .addVertex(
                        "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "seen", "told")
                    .addVertex("both", new MergeVertex(), "sum", "told")
                    .addLayer("dropped", new DropoutLayer(dropout ? 0.6 : 1), "both")
                    .addLayer("dense", dense(6, dropout), "dropped")
                    .addLayer("class", output(), "dense")
                    .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .nOut(1)
                            .build(),
                        "dense")
                    .setOutputs("class", "value")
                    .build()),
        false,
        IntStream.of(6, 4)
            .mapToObj(
                batch ->
                    new MultiDataSet(
                        arrays(
                            random(DataType.FLOAT, batch, CHANNELS, 9, 9),
                            random(DataType.FLOAT, batch, 5)),
                        arrays(labels(DataType.FLOAT, batch), random(DataType.FLOAT, batch, 1))))
            .toList());
  }

  private static Case maskedGraph() {
    return new Case(
        "masked graph",
        dropout ->
            graph(
                settings(DataType.FLOAT)
                    .graphBuilder()
                    .addInputs("in")
                    .setInputTypes(InputType.recurrent(CHANNELS))
                    .addLayer("left", new LSTM.Builder().nOut(5).build(), "in")
                    .addLayer("right", new LSTM.Builder().nOut(5).build(), "in")
                    .addVertex("both", new MergeVertex(), "left", "right")
                    .addLayer("dense", dense(6, dropout), "both")
                    .addLayer(
                        "lstm", new LSTM.Builder().nOut(5).dropOut(rate(dropout)).build(), "dense")
                    .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "lstm")
                    .addLayer("output", output(), "pool")
                    .setOutputs("output")
                    .build()),
        false,
        maskedBatches(size -> random(DataType.FLOAT, size[0], CHANNELS, size[1])));
  }
}
