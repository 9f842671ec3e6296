package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.data.Batch;
import org.visualizingweights.model.given.GivenGraph;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.given.Wishes;

class TrainedGivenTest {
  private static final int SIZE = 8;
  private static final int CLASSES = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = LossFunction.class,
      names = {"MCXENT", "MSE"})
  void outputsAreThoseOfTheGraphAndTheLossIsItsOwnWithoutPenalties(LossFunction loss)
      throws Exception {
    GivenNetwork network = network(loss);
    GivenGraph made = network.make(asItIs());
    Batch batch = batch();
    INDArray images = network.input().of(batch.images());

    Outputs outputs = new TrainedGiven(made.graph(), network.input()).evaluation().apply(batch);

    float[] expected = made.graph().output(false, images)[0].dup().data().asFloat();
    assertThat(outputs.values()).containsExactly(expected);
    double score = made.graph().score(new DataSet(images, batch.labels()), false);
    double penalty = made.graph().calcRegularizationScore(true);
    assertThat(penalty).isPositive();
    double sum = (score - penalty) * batch.size();
    assertThat(outputs.loss()).isCloseTo(sum, within(1e-5 * sum));
  }

  @Test
  void doublesSurviveAsWords() {
    double[] values = {
      0,
      -0.0,
      Math.PI,
      Double.MIN_VALUE,
      -Double.MAX_VALUE,
      Double.NaN,
      Double.NEGATIVE_INFINITY,
      1e-310
    };
    assertThat(DoubleWords.doubles(DoubleWords.of(values))).containsExactly(values);
  }

  private GivenNetwork network(LossFunction loss) throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .l2(0.1)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(loss)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(SIZE, SIZE, 1))
                .build());
    network.init();
    Path file = folder.resolve("my-network.zip");
    network.save(file.toFile());
    return GivenNetwork.read(file);
  }

  private static Wishes asItIs() {
    return new Wishes(SIZE, CLASSES, Map.of(), Optional.empty(), Set.of(), true, 7);
  }

  private static Batch batch() {
    INDArray labels = Nd4j.zeros(5, CLASSES);
    IntStream.range(0, 5).forEach(i -> labels.putScalar(i, i % CLASSES, 1));
    return new Batch(Nd4j.rand(DataType.FLOAT, 5, 3, SIZE, SIZE), labels);
  }
}
