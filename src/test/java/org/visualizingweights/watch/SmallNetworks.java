package org.visualizingweights.watch;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of Deeplearning4j that train in no time, and batches for them, the same each time. */
final class SmallNetworks {
  private static final int BATCH = 8;
  private static final int CLASSES = 3;

  private SmallNetworks() {}

  /** Two convolutions with batch norm, and a dense layer with dropout. */
  static MultiLayerNetwork convolutional() {
    return named("hidden");
  }

  /** The same, with this name for the dense layer. */
  static MultiLayerNetwork named(String hidden) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(0.01))
            .activation(Activation.RELU)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).name("first").nOut(4).build())
            .layer(new BatchNormalization())
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).dropOut(0.8).build())
            .layer(new DenseLayer.Builder().name(hidden).nOut(6).dropOut(0.5).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(8, 8, 1))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** A layer that can be pretrained. */
  static MultiLayerNetwork autoencoder() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .list()
                .layer(new AutoEncoder.Builder().nOut(6).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(CLASSES).build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    network.init();
    return network;
  }

  /** Two inputs that meet in the middle; its loss is a mean of squares. */
  static ComputationGraph ofTwoInputs() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("left", "right")
            .addLayer("left-dense", dense(), "left")
            .addLayer("right-dense", dense(), "right")
            .addVertex("both", new MergeVertex(), "left-dense", "right-dense")
            .addLayer(
                "answer",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build(),
                "both")
            .setOutputs("answer")
            .setInputTypes(InputType.feedForward(5), InputType.feedForward(5))
            .build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build();
  }

  /** Batches of pictures, as floats. */
  static List<DataSet> pictures(int batches) {
    Nd4j.getRandom().setSeed(11);
    return IntStream.range(0, batches).mapToObj(i -> pictures()).toList();
  }

  /** The batches, one after the other. */
  static DataSetIterator iterator(List<DataSet> batches) {
    return new ViewIterator(DataSet.merge(batches), BATCH);
  }

  private static DataSet pictures() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
    for (int image = 0; image < BATCH; image++) {
      labels.putScalar(image, image % CLASSES, 1);
    }
    return new DataSet(Nd4j.rand(DataType.FLOAT, BATCH, 1, 8, 8), labels);
  }

  /** A batch for the graph of two inputs. */
  static MultiDataSet pair() {
    Nd4j.getRandom().setSeed(12);
    return new MultiDataSet(
        new INDArray[] {Nd4j.rand(DataType.FLOAT, BATCH, 5), Nd4j.rand(DataType.FLOAT, BATCH, 5)},
        new INDArray[] {Nd4j.rand(DataType.FLOAT, BATCH, 2)});
  }
}
