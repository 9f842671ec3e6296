package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostReductionTest {
  private static final CaptureSettings SEED = new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);

  static Stream<Named<float[]>> data() {
    return Stream.of(
        data("normal", 200_001, r -> (float) r.nextGaussian()),
        data("after ReLU", 70_000, r -> (float) Math.max(0, r.nextGaussian() * 5)),
        data("one value", 1, r -> 3.25f),
        data("three values", 3, r -> r.nextFloat()),
        data("just over a block", 4097, r -> r.nextFloat() * 20 - 5),
        data("constant", 10_000, r -> 0.1f),
        data("zeros of both signs", 9_999, r -> r.nextBoolean() ? 0f : -0f),
        data("mean far above deviation", 100_000, r -> (float) (1e6 + r.nextGaussian())),
        data("huge", 50_000, r -> (float) (r.nextGaussian() * 1e38)),
        data("largest", 5_000, r -> r.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE),
        data("zeros and NaN", 9_999, r -> r.nextInt(1000) == 0 ? Float.NaN : 0f),
        data("tiny", 50_000, r -> (float) (r.nextGaussian() * 1e-15)),
        data("squares too small for a float", 50_000, r -> (float) (r.nextGaussian() * 1e-25)),
        data("mean above deviation", 100_000, r -> (float) (9 + r.nextGaussian())),
        data("subnormal", 20_000, r -> Float.intBitsToFloat(r.nextInt(1 << 23))),
        data("nothing in range", 20_000, r -> -1 - r.nextFloat()),
        data("all NaN", 5_000, r -> Float.NaN),
        data("all infinite", 5_000, r -> Float.POSITIVE_INFINITY),
        data("some not finite", 50_000, HostReductionTest::anything),
        data("any bits", 300_000, r -> Float.intBitsToFloat(r.nextInt())),
        data("edges", 41 * 100, r -> r.nextInt(41) * 0.25f));
  }

  private interface Values {
    float next(Random random);
  }

  private static Named<float[]> data(String name, int length, Values values) {
    Random random = new Random(7);
    float[] data = new float[length];
    for (int i = 0; i < length; i++) {
      data[i] = values.next(random);
    }
    return Named.of(name, data);
  }

  private static float anything(Random random) {
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
    int choice = random.nextInt(1000);
    return choice < special.length ? special[choice] : (float) random.nextGaussian() * 4;
  }

  @ParameterizedTest
  @MethodSource("data")
  void everyFigureIsThatOfAPlainComputationInDoublePrecision(float[] data) {
    Capture capture = capture(Nd4j.createFromArray(data));

    assertThat(capture.bins()).isEqualTo(plainBins(data));
    assertThat(capture.below()).isEqualTo(count(data, x -> Float.isFinite(x) && x < 0));
    assertThat(capture.above()).isEqualTo(count(data, x -> Float.isFinite(x) && x > 10));
    assertThat(capture.zeros()).isEqualTo(count(data, x -> x == 0));
    assertThat(capture.nans()).isEqualTo(count(data, x -> Float.isNaN(x)));
    assertThat(capture.infinities()).isEqualTo(count(data, x -> Float.isInfinite(x)));
    for (int c = 0; c < Magnitudes.CLASSES; c++) {
      int wanted = c;
      assertThat(capture.magnitudes().count(c))
          .isEqualTo(count(data, x -> Float.floatToRawIntBits(x) >>> 23 == wanted));
    }
    assertMoments(capture, data);
  }

  private static void assertMoments(Capture capture, float[] data) {
    double[] finite =
        IntStream.range(0, data.length)
            .filter(i -> Float.isFinite(data[i]))
            .mapToDouble(i -> data[i])
            .toArray();
    if (finite.length == 0) {
      assertThat(List.of(capture.mean(), capture.std(), capture.min(), capture.max()))
          .containsOnly(Double.NaN);
      return;
    }
    double mean = IntStream.range(0, finite.length).mapToDouble(i -> finite[i]).sum();
    mean /= finite.length;
    double squares = 0;
    double largest = 0;
    for (double x : finite) {
      squares += (x - mean) * (x - mean);
      largest = Math.max(largest, Math.abs(x));
    }
    double std = Math.sqrt(squares / finite.length);

    assertThat(capture.mean()).isCloseTo(mean, within(1e-12 * largest));
    assertThat(capture.std()).isCloseTo(std, within(1e-10 * std + 1e-15 * largest));
    assertThat(capture.min())
        .isEqualTo(
            IntStream.range(0, finite.length).mapToDouble(i -> finite[i]).min().getAsDouble());
    assertThat(capture.max())
        .isEqualTo(
            IntStream.range(0, finite.length).mapToDouble(i -> finite[i]).max().getAsDouble());
  }

  private static long[] plainBins(float[] data) {
    long[] bins = new long[40];
    for (float x : data) {
      if (x >= 0 && x <= 10) {
        bins[Math.min(39, (int) (x / 10f * 40f))]++;
      }
    }
    return bins;
  }

  private interface Condition {
    boolean holds(float value);
  }

  private static long count(float[] data, Condition condition) {
    long count = 0;
    for (float x : data) {
      count += condition.holds(x) ? 1 : 0;
    }
    return count;
  }

  static Stream<Named<INDArray>> layouts() {
    INDArray batch = Nd4j.rand(DataType.FLOAT, 8, 6, 10, 10).muli(12).subi(1);
    INDArray wider = Nd4j.rand(DataType.FLOAT, 8, 9, 10, 10);
    wider.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 8)).assign(batch);
    return Stream.of(
        Named.of("NCHW", batch),
        Named.of("channels last", batch.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2)),
        Named.of("Fortran order", batch.dup('f')),
        Named.of("view with gaps", wider.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 8))),
        Named.of("double", batch.castTo(DataType.DOUBLE)),
        Named.of(
            "dense view with an offset",
            Nd4j.concat(0, Nd4j.ones(DataType.FLOAT, 3, 6, 10, 10), batch)
                .get(NDArrayIndex.interval(3, 11))));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theOrderOfTheElementsInMemoryDoesNotMatter(INDArray array) {
    float[] data = array.castTo(DataType.FLOAT).dup('c').data().asFloat();
    Capture capture = capture(array);

    assertThat(capture.bins()).isEqualTo(plainBins(data));
    assertMoments(capture, data);
  }

  /** Batches with channels of every kind, in every layout, larger and smaller than a chunk. */
  static Stream<Named<INDArray>> channels() {
    List<long[]> shapes =
        List.of(
            new long[] {64, 64, 16, 16},
            new long[] {3, 37, 5, 7},
            new long[] {5, 600, 1, 1},
            new long[] {2, 5000, 2, 1},
            new long[] {9, 1, 4, 4},
            new long[] {4, 13, 6},
            new long[] {3, 4, 2, 5, 2},
            new long[] {64, 512},
            new long[] {7, 10},
            new long[] {1, 40},
            new long[] {1, 40, 3, 3});
    return shapes.stream()
        .flatMap(
            shape -> {
              INDArray batch = withChannelsOfEveryKind(shape);
              int[] channelsLast =
                  IntStream.range(0, shape.length)
                      .map(d -> d == 0 ? 0 : d == shape.length - 1 ? 1 : d + 1)
                      .toArray();
              int[] back =
                  IntStream.range(0, shape.length)
                      .map(d -> d == 0 ? 0 : d == 1 ? shape.length - 1 : d - 1)
                      .toArray();
              String name = Arrays.toString(shape);
              return Stream.of(
                  Named.of(name, batch),
                  Named.of(
                      name + " channels last", batch.permute(channelsLast).dup('c').permute(back)),
                  Named.of(name + " Fortran order", batch.dup('f')));
            });
  }

  private static INDArray withChannelsOfEveryKind(long... shape) {
    Random random = new Random(3);
    Values[] kinds = {
      r -> (float) r.nextGaussian(),
      r -> 0f,
      r -> r.nextBoolean() ? 0f : -0f,
      r -> -1.5f,
      r -> 30f,
      r -> 10.5f + r.nextFloat(),
      r -> 10f,
      r -> r.nextInt(4) == 0 ? Float.NaN : 30f,
      r -> r.nextInt(4) == 0 ? Float.intBitsToFloat(0xffc00000) : 0f,
      r -> r.nextInt(4) == 0 ? Float.POSITIVE_INFINITY : 30f,
      r -> Float.POSITIVE_INFINITY,
      r -> Float.NaN,
      r -> r.nextInt(100) == 0 ? 1e-40f : 0f
    };
    INDArray batch = Nd4j.create(DataType.FLOAT, shape);
    INDArray values = batch.reshape(shape[0], shape[1], -1);
    for (int n = 0; n < values.size(0); n++) {
      for (int c = 0; c < values.size(1); c++) {
        for (int i = 0; i < values.size(2); i++) {
          values.putScalar(new int[] {n, c, i}, kinds[c % kinds.length].next(random));
        }
      }
    }
    return batch;
  }

  @ParameterizedTest
  @MethodSource("channels")
  void deadAndSaturatedChannelsAreThoseOfAPlainLookAtEachChannel(INDArray batch) {
    int channels = (int) batch.size(1);
    int dead = 0;
    int saturated = 0;
    for (int c = 0; c < channels; c++) {
      float[] own = batch.get(NDArrayIndex.all(), NDArrayIndex.point(c)).dup('c').data().asFloat();
      float first = own[0];
      boolean constant = count(own, x -> x == first) == own.length && Float.isFinite(first);
      dead += constant && own.length > 1 ? 1 : 0;
      saturated += count(own, x -> x > 10) == own.length ? 1 : 0;
    }

    assertThat(capture(batch).channels()).hasValue(new ChannelCounts(channels, dead, saturated));
  }

  @Test
  void aVectorHasNoChannels() {
    assertThat(capture(Nd4j.zeros(DataType.FLOAT, 100)).channels()).isEmpty();
  }

  @Test
  void channelsLastIsReadInPlace() {
    INDArray batch = Nd4j.rand(DataType.FLOAT, 4, 3, 5, 5);

    assertThat(FloatMemory.isDense(batch)).isTrue();
    assertThat(FloatMemory.isDense(batch.permute(0, 2, 3, 1))).isTrue();
    assertThat(FloatMemory.isDense(batch.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))))
        .isFalse();
    assertThat(FloatMemory.isDense(Nd4j.rand(DataType.FLOAT, 4, 3, 1, 1))).isTrue();
  }

  @Test
  void theDigitsDoNotDependOnTheNumberOfThreads() throws Exception {
    INDArray array = Nd4j.randn(DataType.FLOAT, 700_000);
    IntFunction<Capture> withThreads =
        threads -> {
          ForkJoinPool pool = new ForkJoinPool(threads);
          try {
            return pool.submit(() -> capture(array)).join();
          } finally {
            pool.shutdown();
          }
        };

    Capture alone = withThreads.apply(1);
    for (int threads = 2; threads < 6; threads++) {
      assertThat(withThreads.apply(threads)).usingRecursiveComparison().isEqualTo(alone);
    }
  }

  @Test
  void severalArraysAreCapturedAtOnce() {
    INDArray first = Nd4j.ones(DataType.FLOAT, 100_000);
    INDArray second = Nd4j.ones(DataType.FLOAT, 2, 3).muli(2);

    List<Capture> captures =
        new HostReduction(SEED)
            .capture(List.of(Activations.of("a", first), Activations.of("b", second)));

    assertThat(captures).extracting(Capture::vertex).containsExactly("a", "b");
    assertThat(captures).extracting(Capture::mean).containsExactly(1.0, 2.0);
    assertThat(captures.get(0).bins()[4]).isEqualTo(100_000);
    assertThat(captures.get(1).bins()[8]).isEqualTo(6);
  }

  /** Arrays one after the other, of which some have the memory of the one before. */
  static Stream<Named<List<INDArray>>> successions() {
    INDArray batch = withChannelsOfEveryKind(8, 12, 5, 5);
    return Stream.of(
        Named.of("twice the same", List.of(batch, batch)),
        Named.of("another place", List.of(batch, batch.add(1))),
        Named.of("another shape", List.of(batch, batch.reshape(12, 8, 25))),
        Named.of("fewer values", List.of(batch, batch.get(NDArrayIndex.interval(0, 4)))),
        Named.of("channels elsewhere", List.of(batch, batch.permute(0, 3, 1, 2))),
        Named.of("another type", List.of(batch, batch.castTo(DataType.DOUBLE), batch)),
        Named.of(
            "halves of one array",
            List.of(
                batch.get(NDArrayIndex.interval(0, 4)), batch.get(NDArrayIndex.interval(4, 8)))));
  }

  @ParameterizedTest
  @MethodSource("successions")
  void whatWasCapturedBeforeDoesNotMatter(List<INDArray> arrays) {
    HostReduction reduction = new HostReduction(SEED);
    for (INDArray array : arrays) {
      assertThat(reduction.capture(List.of(Activations.of("conv1", array))).get(0))
          .usingRecursiveComparison()
          .isEqualTo(capture(array));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void newValuesInTheSameMemoryAreSeen(INDArray array) {
    HostReduction reduction = new HostReduction(SEED);
    reduction.capture(List.of(Activations.of("conv1", array)));
    array.assign(3);

    assertThat(reduction.capture(List.of(Activations.of("conv1", array))).get(0).mean())
        .isEqualTo(3);
  }

  private static Capture capture(INDArray array) {
    return new HostReduction(SEED).capture(List.of(Activations.of("conv1", array))).get(0);
  }
}
