package org.visualizingweights.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Status;

/** Watches that begin and end on another thread, while a network trains. */
class OtherThreadTest {
  private static final int STEPS = 12;

  @TempDir Path runs;

  /** Where in a step. */
  enum Moment {
    FORWARD,
    BACKWARD,
    GRADIENT,
    DONE
  }

  /** A listener of the user's that has something done at some moment of some steps. */
  private static final class At extends BaseTrainingListener {
    private final Moment moment;
    private final Map<Integer, Runnable> deeds;
    private int step;

    At(Moment moment, Map<Integer, Runnable> deeds) {
      this.moment = moment;
      this.deeds = deeds;
    }

    private void comes(Moment now) {
      if (now == moment) {
        Optional.ofNullable(deeds.get(step)).ifPresent(At::elsewhere);
      }
    }

    /** The step goes on when it is done. */
    private static void elsewhere(Runnable deed) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      new Thread(() -> done.completeAsync(() -> run(deed), Runnable::run)).start();
      done.join();
    }

    private static Void run(Runnable deed) {
      deed.run();
      return null;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      comes(Moment.FORWARD);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      comes(Moment.FORWARD);
    }

    @Override
    public void onBackwardPass(Model model) {
      comes(Moment.BACKWARD);
    }

    @Override
    public void onGradientCalculation(Model model) {
      comes(Moment.GRADIENT);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      comes(Moment.DONE);
      step++;
    }
  }

  /** A listener of the user's that is told of every step. */
  private static final class Count extends BaseTrainingListener {
    private int steps;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      steps++;
    }
  }

  /** Has a watch from the middle of step 3 to the middle of step 8. */
  private Watch watched(Model network, WatchBuilder building, Moment moment, Runnable training) {
    List<Watch> watches = new ArrayList<>();
    Count count = new Count();
    At at =
        new At(
            moment,
            Map.of(3, () -> watches.add(building.start()), 8, () -> watches.get(0).close()));
    network.setListeners(at, count);

    training.run();

    assertThat(count.steps).as("steps that the user's own listener saw").isEqualTo(STEPS);
    assertThat(listeners(network)).containsExactly(at, count);
    return watches.get(0);
  }

  private static Iterable<TrainingListener> listeners(Model network) {
    return network instanceof ComputationGraph graph
        ? graph.getListeners()
        : ((MultiLayerNetwork) network).getListeners();
  }

  private static void assertWholeSteps(Watch watch, int steps) {
    Manifest manifest = RunFolder.open(watch.folder()).manifest();
    assertThat(manifest.status()).as(manifest.reason().orElse("")).isEqualTo(Status.FINISHED);
    assertThat(manifest.progress().steps()).isEqualTo(steps);
    assertThat(manifest.notes()).isEmpty();
    List<Integer> captured = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(watch.folder().resolve("storage.db"))) {
      reader.read(0, Integer.MAX_VALUE, step -> captured.add(step.iteration()));
    }
    assertThat(captured).isEqualTo(IntStream.range(0, steps).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource
  void theTrainingGoesOnAndOnlyWholeStepsAreSeenOfLayers(Moment moment) {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    WatchBuilder building = Watch.of(network).into(runs).vertices("*").every(1).weightsEvery(1);

    Watch watch = watched(network, building, moment, () -> train(network));

    assertWholeSteps(watch, 4);
    MultiLayerNetwork alone = SmallNetworks.convolutional();
    train(alone);
    assertThat(network.params()).isEqualTo(alone.params());
  }

  private static void train(MultiLayerNetwork network) {
    List<DataSet> batches = SmallNetworks.pictures(STEPS);
    Nd4j.getRandom().setSeed(99); // dropout's
    network.fit(SmallNetworks.iterator(batches));
  }

  @ParameterizedTest
  @EnumSource
  void theTrainingGoesOnAndOnlyWholeStepsAreSeenOfAGraph(Moment moment) {
    ComputationGraph network = SmallNetworks.ofTwoInputs();
    WatchBuilder building = Watch.of(network).into(runs).every(1).weightsEvery(1);

    Watch watch = watched(network, building, moment, () -> train(network));

    assertWholeSteps(watch, 4);
    ComputationGraph alone = SmallNetworks.ofTwoInputs();
    train(alone);
    assertThat(network.params()).isEqualTo(alone.params());
  }

  private static void train(ComputationGraph network) {
    MultiDataSet pair = SmallNetworks.pair();
    Consumer<Integer> step = i -> network.fit(pair);
    IntStream.range(0, STEPS).boxed().forEach(step);
  }

  @Test
  void listenersAddedMeanwhileAreStillTold() {
    MultiLayerNetwork network = SmallNetworks.convolutional();
    network.fit(SmallNetworks.pictures(1).get(0)); // has the network make its optimizer
    Count later = new Count();
    try (Watch watch = Watch.of(network).into(runs).start()) {
      network.addListeners(later);
      assertThat(network.getLayer(0).getListeners()).contains(later);
      train(network);
    }
    train(network);

    assertThat(later.steps).isEqualTo(2 * STEPS);
    assertThat(network.getListeners()).containsExactly(later);
  }
}
