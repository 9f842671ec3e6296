package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Against the same steps in double precision, written down as PyTorch's documentation has them. */
class UpdateRuleTest {
  private static final int N = 2500;
  private static final int STEPS = 20;
  private static final int STEPS_AN_EPOCH = 10;

  private final Random random = new Random(1);
  private final FloatBuffer parameters = normal();
  private final FloatBuffer gradients = FloatBuffer.allocate(N);
  private final FloatBuffer state = FloatBuffer.allocate(2 * N);
  private final double[] p = new double[N];
  private final double[] m = new double[N];
  private final double[] v = new double[N];

  private FloatBuffer normal() {
    FloatBuffer values = FloatBuffer.allocate(N);
    for (int i = 0; i < N; i++) {
      values.put(i, (float) random.nextGaussian());
    }
    return values;
  }

  private void update(UpdateSpan span, int step, boolean keepUpdates) {
    span.update(
        new UpdateSpan.Vectors(
            parameters, gradients, state, step, step / STEPS_AN_EPOCH, keepUpdates),
        new UpdateSpan.Scratch());
  }

  /** PyTorch, {@code torch.optim.AdamW}; some gradients are zero for good, some for a while. */
  @Test
  void adamWIsPyTorchs() {
    double rate = 0.01;
    double decay = 0.1;
    UpdateRule rule = new UpdateRule.AdamW(new Adam(rate, 0.9, 0.99, 1e-5), decay);
    UpdateSpan span = new UpdateSpan(new Section(rule, 0, N, new int[] {0, N}));
    for (int i = 0; i < N; i++) {
      p[i] = parameters.get(i);
    }
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < N; i++) {
        boolean dead = i < 1024 || i < 2048 && step < 5;
        double g = dead ? 0 : random.nextGaussian() * 1e-3;
        gradients.put(i, (float) g);
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.99 * v[i] + 0.01 * g * g;
        double mean = m[i] / (1 - Math.pow(0.9, step + 1));
        double root = Math.sqrt(v[i] / (1 - Math.pow(0.99, step + 1)));
        p[i] = p[i] * (1 - rate * decay) - rate * mean / (root + 1e-5);
      }
      update(span, step, false);
    }
    assertParameters();
  }

  /** PyTorch, {@code torch.optim.SGD} with momentum, dampening 0, weight decay decoupled. */
  @Test
  void sgdIsPyTorchs() {
    UpdateRule rule = new UpdateRule.Sgd(new Nesterovs(0.05, 0.9), 0.1);
    UpdateSpan span = new UpdateSpan(new Section(rule, 0, N, new int[] {0}));
    for (int i = 0; i < N; i++) {
      p[i] = parameters.get(i);
    }
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < N; i++) {
        double g = i < 1500 ? 0 : random.nextGaussian();
        gradients.put(i, (float) g);
        m[i] = 0.9 * m[i] + g;
        p[i] = p[i] * (1 - 0.05 * 0.1) - 0.05 * m[i];
      }
      update(span, step, false);
    }
    assertParameters();
  }

  /** With gradients of 1, and nothing remembered, a step is as long as the rate. */
  @ParameterizedTest
  @EnumSource(ScheduleType.class)
  void theRateIsAskedForAtEachStep(ScheduleType type) {
    // 1, and 0.5 from the second iteration or epoch on.
    ISchedule schedule = new MapSchedule(type, Map.of(0, 1.0, 1, 0.5));
    List<UpdateRule> rules =
        List.of(
            new UpdateRule.Sgd(new Nesterovs(schedule, 0.0), 0),
            new UpdateRule.AdamW(
                Adam.builder().learningRateSchedule(schedule).beta1(0).beta2(0).epsilon(0).build(),
                0));
    for (UpdateRule rule : rules) {
      float[] parameters = {0};
      for (int iteration = 0; iteration < 3; iteration++) {
        rule.apply(parameters, new float[] {1}, new float[2][1], 1, iteration, iteration / 2);
      }
      assertThat(parameters[0]).isEqualTo(type == ScheduleType.EPOCH ? -2.5f : -2f);
    }
  }

  private void assertParameters() {
    for (int i = 0; i < N; i++) {
      assertThat((double) parameters.get(i)).as("parameter " + i).isCloseTo(p[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsStayOrBecomeWhatWasSubtracted(boolean keepUpdates) {
    UpdateRule rule = new UpdateRule.AdamW(new Adam(0.01, 0.9, 0.99, 1e-5), 0.1);
    UpdateSpan span = new UpdateSpan(new Section(rule, 0, N, new int[] {0, N}));
    gradients.put(2000, 0.5f);
    float[] before = parameters.array().clone();
    update(span, 0, keepUpdates);
    for (int i : new int[] {0, 1999, 2000}) {
      float expected = keepUpdates ? before[i] - parameters.get(i) : i == 2000 ? 0.5f : 0f;
      assertThat(gradients.get(i)).isEqualTo(expected);
    }
  }

  @Test
  void aRestoredStateIsNotTakenForZero() {
    UpdateRule rule = new UpdateRule.Sgd(new Nesterovs(1, 0.9), 0);
    UpdateSpan span = new UpdateSpan(new Section(rule, 0, N, new int[] {0}));
    float before = parameters.get(0);
    update(span, 0, false);
    assertThat(parameters.get(0)).isEqualTo(before);
    state.put(0, 1);
    span.forgetStates();
    update(span, 1, false);
    assertThat(parameters.get(0)).isEqualTo(before - 0.9f);
  }

  @Test
  void runningStatisticsMoveByTheirDifference() {
    UpdateSpan span = new UpdateSpan(new Section(new UpdateRule.Subtraction(), 10, 5, new int[0]));
    float[] before = parameters.array().clone();
    gradients.put(12, 0.25f);
    gradients.put(20, 1);
    update(span, 0, false);
    assertThat(parameters.get(12)).isEqualTo(before[12] - 0.25f);
    assertThat(parameters.get(20)).isEqualTo(before[20]);
  }
}
