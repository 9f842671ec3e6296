package org.visualizingweights.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.parameters.WeightFinder.LayerWeights;
import org.visualizingweights.parameters.WeightFinder.ParameterRange;

class WeightFinderTest {
  private static DenseLayer dense(IUpdater updater) {
    return new DenseLayer.Builder().nOut(2).updater(updater).biasUpdater(updater).build();
  }

  @Test
  void whatNothingUpdatesIsFrozenButNotWhatBeginsAtZeroOrHasNoRateOrOnlyItsGradient() {
    IUpdater warmUp =
        new Sgd(new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0).add(9, 0.1).build());
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .biasUpdater(new Adam(0.02))
                .list()
                .layer(dense(new AdaDelta()))
                .layer(dense(warmUp))
                .layer(dense(new Sgd(0)))
                .layer(dense(new NoOp()))
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(3).build())
                .setInputType(InputType.feedForward(2))
                .build());
    model.init();

    List<LayerWeights> layers = WeightFinder.find(Dl4jNetwork.of(model));

    assertThat(layers)
        .extracting(LayerWeights::frozen)
        .containsExactly(false, false, true, false, false, false);
    assertThat(layers)
        .extracting(LayerWeights::learningRate)
        .containsExactly(Double.NaN, 0.0, 0.0, Double.NaN, 0.01, 0.02);
    // four dense layers of 2 x 2 weights and 2 biases, then a gain and a shift of 2 each
    assertThat(layers.get(4).ranges())
        .containsExactly(new ParameterRange(24, 2), new ParameterRange(26, 2));
    assertThat(layers.get(5).weights()).isEqualTo(2 * 3 + 3);
  }
}
