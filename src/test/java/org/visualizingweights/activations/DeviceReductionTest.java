package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against {@link HostReduction}, whose figures have tests of their own, on ND4J's CPU backend. */
class DeviceReductionTest {
  private static final CaptureSettings SEED = new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);

  @ParameterizedTest
  @MethodSource("org.visualizingweights.activations.HostReductionTest#data")
  void capturesWhatTheHostDoes(float[] data) {
    assertSameAsOnHost(SEED, Nd4j.createFromArray(data));
  }

  @ParameterizedTest
  @MethodSource("org.visualizingweights.activations.HostReductionTest#layouts")
  void theOrderOfTheElementsInMemoryDoesNotMatter(INDArray array) {
    assertSameAsOnHost(SEED, array);
  }

  @ParameterizedTest
  @MethodSource("org.visualizingweights.activations.HostReductionTest#channels")
  void countsTheSameChannelsAsTheHost(INDArray array) {
    assertSameAsOnHost(SEED, array);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 40",
    "-1, 7, 30",
    "0, 1, 1",
    "-3.3, 3.3, 101",
    "100, 110, 40",
    "0, 1e-38, 5",
  })
  void countsAroundEveryEdgeOfABin(float low, float high, int count) {
    Bins bins = new Bins(low, high, count);
    float[] data = new float[3 * (count + 1) + 5000];
    for (int bin = 0; bin <= count; bin++) {
      float edge = bin < count ? bins.firstOf(bin) : high;
      data[3 * bin] = Math.nextDown(edge);
      data[3 * bin + 1] = edge;
      data[3 * bin + 2] = Math.nextUp(edge);
    }
    Random random = new Random(1);
    for (int i = 3 * (count + 1); i < data.length; i++) {
      data[i] = Float.intBitsToFloat(random.nextInt());
    }
    assertSameAsOnHost(
        new CaptureSettings(List.of("conv1"), 1, count, low, high), Nd4j.createFromArray(data));
  }

  @Test
  void takesNothingFromTheWorkspaceThatIsOpen() {
    INDArray array = Nd4j.rand(64, 100);
    DeviceReduction reduction = new DeviceReduction(SEED);
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MemoryWorkspace open =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "OPEN")) {
      for (int i = 0; i < 3; i++) {
        reduction.capture(List.of(Activations.of("conv1", array)));
      }
      assertThat(open.getPrimaryOffset()).isZero();
    }
  }

  @Test
  void arraysOfTheHostAreReducedOnTheHost() {
    assertThat(Reduction.of(SEED)).isInstanceOf(HostReduction.class);
  }

  @Test
  void binsNarrowerThanFloatsAreLeftToTheHost() {
    assertThat(DeviceReduction.supports(SEED)).isTrue();
    assertThat(DeviceReduction.supports(new CaptureSettings(List.of(), 1, 200, 16777216, 16777316)))
        .isFalse();
  }

  private static void assertSameAsOnHost(CaptureSettings settings, INDArray array) {
    assertSameAsOnHost(settings, Activations.of("conv1", array));
  }

  private static void assertSameAsOnHost(CaptureSettings settings, Activations activations) {
    Capture host = new HostReduction(settings).capture(List.of(activations)).get(0);
    Capture device = new DeviceReduction(settings).capture(List.of(activations)).get(0);

    assertThat(device)
        .usingRecursiveComparison()
        .ignoringFields("mean", "std", "min", "max")
        .isEqualTo(host);
    // Adding zero makes the zeros of both signs one.
    assertThat(device.min() + 0.0).isEqualTo(Double.valueOf(host.min() + 0.0));
    assertThat(device.max() + 0.0).isEqualTo(Double.valueOf(host.max() + 0.0));
    if (Double.isNaN(host.mean())) {
      assertThat(List.of(device.mean(), device.std())).containsOnly(Double.NaN);
    } else {
      double largest = Math.max(Math.abs(host.min()), Math.abs(host.max()));
      assertThat(device.mean()).isCloseTo(host.mean(), within(1e-12 * largest));
      assertThat(device.std()).isCloseTo(host.std(), within(1e-9 * host.std() + 1e-15 * largest));
    }
  }
}
