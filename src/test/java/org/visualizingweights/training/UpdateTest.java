package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Holds the two ways to change parameters to each other, on ND4J's CPU backend. */
class UpdateTest {
  private static final int ADAMW = 70_000;
  private static final int SGD = 3_000;
  private static final int STATISTICS = 100;
  private static final int UNTOUCHED = 50;
  private static final int ALL = ADAMW + SGD + STATISTICS + UNTOUCHED;

  private static final List<Section> SECTIONS =
      List.of(
          new Section(
              new UpdateRule.AdamW(new Adam(0.01, 0.9, 0.99, 1e-5), 0.01),
              0,
              ADAMW,
              new int[] {0, ADAMW}),
          new Section(
              new UpdateRule.Sgd(new Nesterovs(0.1, 0.9), 0.01), ADAMW, SGD, new int[] {2 * ADAMW}),
          new Section(new UpdateRule.Subtraction(), ADAMW + SGD, STATISTICS, new int[0]));

  /** What an update works on. */
  private record Arrays(INDArray parameters, INDArray state) {
    static Arrays fresh() {
      return new Arrays(random(1, 1f), Nd4j.zeros(1, 2 * ADAMW + SGD));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothWaysGiveTheSame(boolean keepUpdates) {
    Update host = new HostUpdate(SECTIONS);
    Update device = new DeviceUpdate(SECTIONS);
    Arrays onHost = Arrays.fresh();
    Arrays onDevice = Arrays.fresh();
    for (int iteration = 0; iteration < 5; iteration++) {
      INDArray gradients = random(2 + iteration, iteration % 2 == 0 ? 1e-3f : 1f);
      INDArray sameGradients = gradients.dup();
      host.step(onHost.parameters, gradients, onHost.state, iteration, 0, keepUpdates);
      device.step(onDevice.parameters, sameGradients, onDevice.state, iteration, 0, keepUpdates);

      assertClose(onDevice.parameters, onHost.parameters);
      assertClose(onDevice.state, onHost.state);
      assertClose(sameGradients, gradients);
    }
  }

  @Test
  void whatNoSectionNamesStaysAsItIs() {
    Arrays arrays = Arrays.fresh();
    new DeviceUpdate(SECTIONS).step(arrays.parameters, random(2, 1f), arrays.state, 0, 0, true);
    for (int i = ALL - UNTOUCHED; i < ALL; i++) {
      assertThat(arrays.parameters.getFloat(i)).isEqualTo(Arrays.fresh().parameters.getFloat(i));
    }
  }

  @Test
  void parametersOfTheHostAreChangedOnTheHost() {
    assertThat(Update.of(SECTIONS)).isInstanceOf(HostUpdate.class);
  }

  /** Normal values; a stretch of zeros, which gets a way of its own on the host. */
  private static INDArray random(long seed, float deviation) {
    Random random = new Random(seed);
    float[] values = new float[ALL];
    for (int i = 0; i < ALL; i++) {
      boolean zero = seed > 1 && i >= 10_000 && i < 14_000;
      values[i] = zero ? 0 : (float) random.nextGaussian() * deviation;
    }
    return Nd4j.createFromArray(values).reshape(1, ALL);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    float[] a = actual.data().asFloat();
    float[] e = expected.data().asFloat();
    double apart = 0;
    for (int i = 0; i < e.length; i++) {
      apart = Math.max(apart, Math.abs(a[i] - e[i]) / Math.max(1, Math.abs(e[i])));
    }
    assertThat(a).hasSameSizeAs(e);
    assertThat(apart).isCloseTo(0, within(1e-6));
  }
}
