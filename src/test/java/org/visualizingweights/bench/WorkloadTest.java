package org.visualizingweights.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.bench.Workload.Phase;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.TestImages;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.training.Freeze;

class WorkloadTest {
  private static final int CLASSES = 2;
  private static final long SLEEP_MILLIS = 30;

  @Test
  void thePartsOfAStepAddUpToIt() {
    Map<Phase, Double> times = step();

    double step = times.remove(Phase.STEP);
    assertThat(times.values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(step, within(1e-6));
    assertThat(times)
        .containsOnlyKeys(Phase.DATA, Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE, Phase.CAPTURE);
  }

  @Test
  void aListenersTimeIsAPartOfItsOwn() {
    assertThat(step().get(Phase.CAPTURE)).isGreaterThanOrEqualTo(2 * SLEEP_MILLIS - 1.0);
  }

  private static Map<Phase, Double> step() {
    BatchSettings settings = new BatchSettings(Benchmark.IMAGE, 2, true, 1, 1);
    int[] indices = IntStream.range(0, 2).toArray();
    try (Batches batches =
        Batches.training(TestImages.noise(2, 1, 8, CLASSES), indices, settings)) {
      return new Workload("test", Benchmark.network(new StockKit(), Freeze.NONE, CLASSES), batches)
          .with(Phase.CAPTURE, graph -> graph.addListeners(new Sleeper()))
          .step();
    }
  }

  /** Takes its time twice in a step. */
  private static final class Sleeper extends BaseTrainingListener {
    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      sleep();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      sleep();
    }

    private static void sleep() {
      try {
        Thread.sleep(SLEEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
