package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.slf4j.LoggerFactory;
import org.visualizingweights.watch.Watch;

/** Networks in plain Deeplearning4j, watched while they train, and the folders that come of it. */
class OwnNetworkTest {
  private static final Path RUNS = Path.of("target", "runs");
  private static final int BATCH = 16;

  @Test
  void leNet() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).name("cnn1").nOut(20).build())
                .layer(new SubsamplingLayer.Builder().name("maxpool1").stride(2, 2).build())
                .layer(new ConvolutionLayer.Builder(5, 5).name("cnn2").nOut(50).build())
                .layer(new SubsamplingLayer.Builder().name("maxpool2").stride(2, 2).build())
                .layer(new DenseLayer.Builder().name("ffn1").nOut(500).build())
                .layer(
                    new OutputLayer.Builder()
                        .name("output")
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
    network.init();
    List<DataSet> images = new ArrayList<>();
    for (int i = 0; i < 10 * BATCH; i++) {
      images.add(image(i % 10));
    }

    try (Watch watch = Watch.of(network).named("lenet").into(RUNS).start()) {
      network.fit(new ListDataSetIterator<>(images, BATCH), 3);
    }

    WatchedRun run = WatchedRun.newest(RUNS, "lenet");
    run.assertThatItIsWhole();
    assertThat(run.strips()).contains("cnn1", "cnn2", "ffn1").doesNotContain("output");
    assertThat(run.epochs()).isEqualTo(3);
  }

  @Test
  void aGraphOfTwoInputs() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(8), InputType.feedForward(4))
                .addLayer("leftDense", new DenseLayer.Builder().nOut(16).build(), "left")
                .addLayer("rightDense", new DenseLayer.Builder().nOut(16).build(), "right")
                .addVertex("both", new MergeVertex(), "leftDense", "rightDense")
                .addLayer("joined", new DenseLayer.Builder().nOut(16).build(), "both")
                .addLayer(
                    "sum",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "joined")
                .setOutputs("sum")
                .build());
    network.init();

    try (Watch watch = Watch.of(network).named("two-inputs").into(RUNS).start()) {
      for (int step = 0; step < 40; step++) {
        INDArray left = Nd4j.rand(BATCH, 8);
        INDArray right = Nd4j.rand(BATCH, 4);
        INDArray sum = left.sum(true, 1).addi(right.sum(true, 1));
        network.fit(new MultiDataSet(new INDArray[] {left, right}, new INDArray[] {sum}));
      }
    }

    WatchedRun run = WatchedRun.newest(RUNS, "two-inputs");
    run.assertThatItIsWhole();
    assertThat(run.strips()).contains("leftDense", "rightDense", "joined");
    assertThat(run.epochs()).as("a loop has none").isZero();
  }

  @Test
  void anLstmOfSequencesThatAreNotAllAsLong() {
    int length = 12;
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .list()
                .layer(new LSTM.Builder().name("lstm").nIn(3).nOut(16).build())
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(16)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();

    try (Watch watch = Watch.of(network).named("lstm").into(RUNS).start()) {
      for (int step = 0; step < 40; step++) {
        INDArray mask = Nd4j.ones(BATCH, length);
        for (int i = 0; i < BATCH; i++) {
          for (int t = length - i % 6; t < length; t++) {
            mask.putScalar(i, t, 0);
          }
        }
        INDArray sequences = Nd4j.rand(BATCH, 3, length);
        INDArray labels = sequences.mean(true, 1).gt(0.5).castTo(DataType.FLOAT);
        network.fit(new DataSet(sequences, Nd4j.concat(1, labels, labels.rsub(1)), mask, mask));
      }
    }

    WatchedRun run = WatchedRun.newest(RUNS, "lstm");
    run.assertThatItIsWhole();
    assertThat(run.strips()).contains("lstm");
  }

  @Test
  void theLayersAndTheLogAreAsWithoutIt() {
    assertThatThrownBy(() -> Class.forName("org.nd4j.nativeblas.Nd4jCpu"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(LoggerFactory.getILoggerFactory().getClass().getName())
        .isEqualTo("org.slf4j.impl.SimpleLoggerFactory");
  }

  /** Bright where it is of its class. */
  private static DataSet image(int of) {
    INDArray pixels = Nd4j.rand(1, 28 * 28);
    pixels.get(all(), interval(of * 78, (of + 1) * 78)).assign(1);
    return new DataSet(pixels, Nd4j.eye(10).getRow(of, true));
  }
}
