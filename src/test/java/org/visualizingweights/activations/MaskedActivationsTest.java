package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What does not count, and what floats cannot hold, on the host and on a device. */
class MaskedActivationsTest {
  private static final CaptureSettings SETTINGS = new CaptureSettings(List.of("x"), 1, 10, 0, 10);

  static Stream<Named<Supplier<Reduction>>> reductions() {
    return Stream.of(
        Named.of("host", () -> new HostReduction(SETTINGS)),
        Named.of("device", () -> new DeviceReduction(SETTINGS)));
  }

  private static Capture capture(
      Reduction reduction, INDArray values, boolean channelsLast, float[][] mask) {
    return capture(reduction, values, channelsLast, Nd4j.createFromArray(mask));
  }

  private static Capture capture(
      Reduction reduction, INDArray values, boolean channelsLast, INDArray mask) {
    return reduction
        .capture(List.of(new Activations("x", values, channelsLast, Optional.of(mask))))
        .get(0);
  }

  /** 0, 1, 2, … */
  private static INDArray numbers(long... shape) {
    INDArray numbers = Nd4j.create(DataType.FLOAT, shape);
    for (int i = 0; i < numbers.length(); i++) {
      numbers.putScalar(i, i);
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void timeStepsThatAreMaskedDoNotCount(Supplier<Reduction> reduction) {
    float[][] mask = {{1, 1, 0}, {1, 0, 0}};
    // [batch, channels, time]: 0 1 2 | 3 4 5 and 6 7 8 | 9 10 11
    Capture second = capture(reduction.get(), numbers(2, 2, 3), false, mask);
    // [batch, time, channels]: 0 1 | 2 3 | 4 5 and 6 7 | 8 9 | 10 11
    Capture last = capture(reduction.get(), numbers(2, 3, 2), true, mask);

    assertThat(second.bins()).containsExactly(1, 1, 0, 1, 1, 0, 1, 0, 0, 1);
    assertThat(last.bins()).containsExactly(1, 1, 1, 1, 0, 0, 1, 1, 0, 0);
    assertThat(second.mean()).isEqualTo((0 + 1 + 3 + 4 + 6 + 9) / 6.0);
    assertThat(second.channels()).hasValue(new ChannelCounts(2, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void rowsAndPixelsCanBeMaskedToo(Supplier<Reduction> reduction) {
    INDArray rows = Nd4j.createFromArray(new float[] {0, 1, 0}).reshape(3, 1);
    INDArray columns = Nd4j.createFromArray(new float[] {1, 0, 0, 1}).reshape(2, 1, 1, 2);

    assertThat(capture(reduction.get(), numbers(3, 2), false, rows).bins())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(capture(reduction.get(), numbers(3, 1, 1, 2), false, rows).bins())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 0, 0);
    // the first column of the first image, the second one of the second
    assertThat(capture(reduction.get(), numbers(2, 1, 2, 2), false, columns).bins())
        .containsExactly(1, 0, 1, 0, 0, 1, 0, 1, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void whereAllIsMaskedThereIsNothing(Supplier<Reduction> reduction) {
    Capture capture = capture(reduction.get(), numbers(2, 3, 2), false, new float[2][2]);

    assertThat(capture.total()).isZero();
    assertThat(capture.mean()).isNaN();
    assertThat(capture.channels()).hasValue(new ChannelCounts(3, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void aMaskOfSomethingElseDoesNotCount(Supplier<Reduction> reduction) {
    assertThat(capture(reduction.get(), numbers(2, 4), false, new float[2][3]).total())
        .isEqualTo(8);
    assertThat(capture(reduction.get(), numbers(8), false, new float[8][1]).total()).isEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void batchesOfEverySizeAreCopiedWhole(Supplier<Reduction> reduction) {
    Reduction same = reduction.get();
    for (int batch : new int[] {2, 5, 3, 5}) {
      INDArray doubles = numbers(batch, 2).castTo(DataType.DOUBLE);
      Capture capture = same.capture(List.of(Activations.of("x", doubles))).get(0);
      assertThat(capture.total()).isEqualTo(2L * batch);
      assertThat(capture.max()).isEqualTo(2.0 * batch - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void whatIsBeyondFloatsIsInfinite(Supplier<Reduction> reduction) {
    INDArray doubles = Nd4j.createFromArray(new double[] {1e300, -1e39, 1e-300, 3, Double.NaN});
    INDArray halves = Nd4j.createFromArray(new float[] {1, 65504, 6e-8f}).castTo(DataType.HALF);

    Capture ofDoubles = reduction.get().capture(List.of(Activations.of("x", doubles))).get(0);
    Capture ofHalves = reduction.get().capture(List.of(Activations.of("x", halves))).get(0);

    assertThat(ofDoubles.infinities()).isEqualTo(2);
    assertThat(ofDoubles.nans()).isEqualTo(1);
    assertThat(ofDoubles.zeros()).isEqualTo(1);
    assertThat(ofDoubles.mean()).isEqualTo(1.5);
    assertThat(ofHalves.max()).isEqualTo(65504);
    assertThat(ofHalves.infinities()).isZero();
    assertThat(ofHalves.zeros()).as("its least is a number").isZero();
  }
}
