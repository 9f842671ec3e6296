package org.visualizingweights.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.visualizingweights.layers.Bench.assertClose;
import static org.visualizingweights.layers.Bench.assertEqual;
import static org.visualizingweights.layers.Bench.random;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each of our layers against Deeplearning4j's own. */
class OneDnnKitTest extends OneDnnTest {

  private final LayerKit stock = new StockKit();
  private final LayerKit ours = new OneDnnKit();

  /** The same layer of both kits, with the same parameters, makes the same step. */
  private static void assertSameStep(Layer ours, Layer stock, INDArray input) {
    Bench expected = Bench.of(stock);
    Bench actual = Bench.of(ours).like(expected);
    INDArray outputGradient = random(expected.output(input, true).shape());
    for (int step = 0; step < 2; step++) {
      assertEqual(actual.step(input, outputGradient), expected.step(input, outputGradient));
    }
    assertClose("evaluation", actual.output(input, false), expected.output(input, false));
  }

  @ParameterizedTest
  @CsvSource({
    // in, out, kernel, stride, padding, batch, height, width
    "3, 8, 7, 2, 3, 4, 32, 32",
    "16, 16, 3, 1, 1, 5, 8, 8",
    "16, 32, 3, 2, 1, 2, 7, 5",
    "16, 32, 1, 2, 0, 3, 8, 8",
    "5, 7, 3, 1, 1, 1, 7, 5",
    "5, 7, 3, 2, 1, 3, 4, 4",
    "16, 32, 3, 2, 1, 4, 2, 2",
    "16, 16, 3, 1, 1, 4, 2, 2",
    "16, 16, 3, 1, 1, 1, 1, 1",
    "7, 5, 3, 1, 1, 3, 1, 2",
    "7, 5, 3, 1, 1, 3, 1, 5",
    "8, 8, 1, 2, 0, 3, 2, 2",
    "4, 4, 5, 2, 2, 2, 3, 1",
    "4, 4, 3, 1, 1, 2, 1, 9",
    "4, 4, 7, 2, 3, 2, 1, 1",
  })
  void aConvolutionIsDeeplearning4js(
      int in, int out, int kernel, int stride, int padding, int batch, int height, int width) {
    assertSameStep(
        ours.convolution(in, out, kernel, stride, padding, false),
        stock.convolution(in, out, kernel, stride, padding, false),
        random(batch, in, height, width));
  }

  @Test
  void newWeightsAreDeeplearning4js() {
    INDArray expected = Bench.of(stock.convolution(3, 5, 3, 1, 1, false)).parameter("W");
    INDArray actual = Bench.of(ours.convolution(3, 5, 3, 1, 1, false)).parameter("W");
    assertThat(actual.dup('c')).isEqualTo(expected.dup('c'));
  }

  @ParameterizedTest
  @CsvSource({"8", "2", "1"})
  void aFrozenConvolutionPassesGradientsOnAndLeavesItsOwnAtZero(int size) {
    Bench free = Bench.of(ours.convolution(4, 6, 3, 1, 1, false));
    Bench frozen = Bench.of(ours.convolution(4, 6, 3, 1, 1, true)).like(free);
    INDArray input = random(2, 4, size, size);
    INDArray gradient = random(2, 6, size, size);
    Map<String, INDArray> expected = free.step(input, gradient);
    Map<String, INDArray> actual = frozen.step(input, gradient);
    assertThat(actual.get("output")).isEqualTo(expected.get("output"));
    assertThat(actual.get("epsilon")).isEqualTo(expected.get("epsilon"));
    assertThat(actual.get("W").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void aFirstConvolutionDiffersInLeavingOutTheGradientOfItsInput() {
    Bench any = Bench.of(ours.convolution(3, 4, 7, 2, 3, false));
    Bench first = Bench.of(ours.firstConvolution(3, 4, 7, 2, 3, false)).like(any);
    INDArray input = random(2, 3, 16, 16);
    INDArray gradient = random(2, 4, 8, 8);
    Map<String, INDArray> expected = any.step(input, gradient);
    expected.remove("epsilon");
    assertEqual(first.step(input, gradient), expected);
  }

  @ParameterizedTest
  @CsvSource({"6, 5, 7, 5", "4, 16, 8, 8", "64, 32, 1, 1", "3, 1, 2, 2"})
  void batchNormOfImagesIsDeeplearning4jsButForTheVariance(
      int batch, int channels, int height, int width) {
    INDArray input = random(batch, channels, height, width).muli(3).addi(1);
    assertSameBatchNorm(channels, input, (double) batch * height * width);
  }

  @ParameterizedTest
  @CsvSource({"6, 5", "64, 32", "5, 7"})
  void batchNormOfVectorsIsDeeplearning4jsButForTheVariance(int batch, int features) {
    assertSameBatchNorm(features, random(batch, features).muli(3).addi(1), batch);
  }

  /**
   * Deeplearning4j averages a batch's biased variance, PyTorch (torch.nn.BatchNorm2d, "Note" on the
   * running estimates) the unbiased one, n / (n - 1) of it.
   */
  private void assertSameBatchNorm(int channels, INDArray input, double n) {
    Bench expected = Bench.of(stock.batchNorm(channels));
    expected.set("gamma", random(1, channels)).set("beta", random(1, channels));
    expected.set("mean", random(1, channels));
    expected.set("var", Nd4j.rand(DataType.FLOAT, 1, channels).addi(0.5));
    Bench actual = Bench.of(ours.batchNorm(channels)).like(expected);
    INDArray gradient = random(input.shape());
    Map<String, INDArray> expectedStep = expected.step(input, gradient);
    INDArray running = expected.parameter("var");
    INDArray ofBatch = running.sub(expectedStep.get("var").reshape(running.shape()).div(0.1));
    expectedStep.put(
        "var",
        running.sub(ofBatch.mul(n / (n - 1))).mul(0.1).reshape(expectedStep.get("var").shape()));
    assertEqual(actual.step(input, gradient), expectedStep);
    assertClose("evaluation", actual.output(input, false), expected.output(input, false));
  }

  @Test
  void reluIsDeeplearning4js() {
    assertSameStep(ours.relu(), stock.relu(), random(3, 5, 7, 5));
    assertSameStep(ours.relu(), stock.relu(), random(3, 5));
  }

  @Test
  void reluPassesNaNOn() {
    INDArray output =
        Bench.of(ours.relu())
            .output(Nd4j.createFromArray(new float[][] {{Float.NaN, -1, 2}}), true);
    assertThat(output.getFloat(0)).isNaN();
    assertThat(output.getFloat(1)).isZero();
    assertThat(output.getFloat(2)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 1, 16, 16", "3, 2, 1, 7, 5", "2, 2, 0, 4, 6", "3, 2, 1, 1, 1"})
  void maxPoolIsDeeplearning4js(int kernel, int stride, int padding, int height, int width) {
    assertSameStep(
        ours.maxPool(kernel, stride, padding),
        stock.maxPool(kernel, stride, padding),
        random(3, 5, height, width));
  }

  @ParameterizedTest
  @CsvSource({"MAX, 7, 5", "AVG, 7, 5", "MAX, 1, 1", "AVG, 1, 1"})
  void globalPoolIsDeeplearning4js(PoolingType type, int height, int width) {
    assertSameStep(ours.globalPool(type), stock.globalPool(type), random(3, 5, height, width));
  }

  @ParameterizedTest
  @CsvSource({"64, 32, 10", "1, 7, 5", "3, 1, 1"})
  void denseIsDeeplearning4js(int batch, int in, int out) {
    assertSameStep(ours.dense(in, out), stock.dense(in, out), random(batch, in));
  }

  @Test
  void dropoutDropsAsOftenAsAskedAndScalesTheRest() {
    Bench dropout = Bench.of(ours.dropout(0.25));
    INDArray ones = Nd4j.ones(DataType.FLOAT, 64, 1024);
    Map<String, INDArray> step = dropout.step(ones, ones);
    INDArray output = step.get("output");
    assertThat(output.maxNumber().floatValue()).isEqualTo(1 / 0.75f);
    assertThat(output.minNumber().floatValue()).isZero();
    // 65,536 draws: four standard deviations of the mean are 0.009.
    assertThat(output.meanNumber().doubleValue()).isCloseTo(1, within(0.01));
    assertThat(step.get("epsilon")).isEqualTo(output);
    assertThat(dropout.output(ones, false)).isEqualTo(ones);
  }

  @Test
  void dropoutFollowsFromTheSeed() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 4, 100);
    INDArray once = Bench.of(ours.dropout(0.5)).output(ones, true);
    INDArray again = Bench.of(ours.dropout(0.5)).output(ones, true);
    assertThat(again).isEqualTo(once);
  }

  @Test
  void batchesOfOtherSizesComeAndGo() {
    Bench expected = Bench.of(stock.convolution(4, 6, 3, 1, 1, false));
    Bench actual = Bench.of(ours.convolution(4, 6, 3, 1, 1, false)).like(expected);
    for (int batch : new int[] {8, 3, 8, 1, 2, 4, 5, 6, 8}) {
      INDArray input = random(batch, 4, 5, 5);
      INDArray gradient = random(batch, 6, 5, 5);
      assertEqual(actual.step(input, gradient), expected.step(input, gradient));
    }
  }

  @Test
  void inputMayHaveAnyStrides() {
    INDArray input = random(5, 4, 3, 6).permute(3, 2, 1, 0);
    Bench expected = Bench.of(stock.convolution(3, 6, 3, 1, 1, false));
    Bench actual = Bench.of(ours.convolution(3, 6, 3, 1, 1, false)).like(expected);
    assertClose("output", actual.output(input, true), expected.output(input.dup('c'), true));
  }

  @Test
  void doublePrecisionIsRefused() {
    NeuralNetConfiguration conf = new NeuralNetConfiguration.Builder().layer(ours.relu()).build();
    assertThatThrownBy(
            () -> conf.getLayer().instantiate(conf, null, 0, null, true, DataType.DOUBLE))
        .hasMessageContaining("single precision");
  }
}
