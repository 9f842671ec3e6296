package org.visualizingweights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.storage.RunStorage;

/** Whoever is watched trains as whoever is not, to the last bit. */
class UndisturbedTrainingTest {
  private static final long SEED = 3;

  @TempDir Path folder;

  static Stream<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theParametersAreTheSame(Case kind) {
    assertUndisturbed(kind, kind::train);
  }

  @Test
  void theParametersAreTheSameWhenTrainingStopsEarly() {
    Case kind = cases().findFirst().orElseThrow();
    assertUndisturbed(
        kind,
        model -> {
          SingletonDataSetIterator data =
              new SingletonDataSetIterator(Case.dataSet(kind.batches().get(0)));
          new EarlyStoppingTrainer(
                  new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                      .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                      .scoreCalculator(new DataSetLossCalculator(data, true))
                      .build(),
                  (MultiLayerNetwork) model,
                  data)
              .fit();
        });
  }

  private void assertUndisturbed(Case kind, Consumer<Model> training) {
    Model alone = kind.network().apply(true);
    Nd4j.getRandom().setSeed(SEED);
    training.accept(alone);

    Model watched = kind.network().apply(true);
    Nd4j.getRandom().setSeed(SEED);
    int steps = watch(watched, training);

    assertThat(steps).isGreaterThanOrEqualTo(2);
    assertThat(parameters(watched)).isEqualTo(parameters(alone));
  }

  private int watch(Model model, Consumer<Model> training) {
    Dl4jNetwork network = Dl4jNetwork.of(model);
    List<String> names =
        network.vertices().stream().filter(Vertex::canBeCaptured).map(Vertex::name).toList();
    CaptureSettings settings = new CaptureSettings(names, 1, 10, 0, 1);
    int before = network.iteration();
    try (RunStorage storage = RunStorage.open(folder.resolve("storage.db"), "a run")) {
      CaptureWriter captures = new CaptureWriter(storage, settings);
      NetworkListener.attach(
          network,
          new CaptureListener(network, settings, captures::put),
          new ParameterListener(
              network, new ParameterSettings(1, -1, network.firstConvolution()), storage));
      training.accept(model);
    }
    return network.iteration() - before;
  }

  private static double[] parameters(Model model) {
    return model.params().castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }
}
