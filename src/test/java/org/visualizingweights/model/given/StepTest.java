package org.visualizingweights.model.given;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** What a file's configuration asks for is done: steps are those of Deeplearning4j, bit for bit. */
class StepTest {
  private static final int STEPS = 3;

  @TempDir Path folder;

  /** Settings that a configuration may have. */
  static Stream<Arguments> settings() {
    return Stream.of(
        named(
            "clipped SGD with L2",
            s ->
                s.l2(1e-2)
                    .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(0.1)),
        named(
            "L1, L2 of biases, each element clipped",
            s ->
                s.l1(1e-2)
                    .l2Bias(1e-2)
                    .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                    .gradientNormalizationThreshold(1e-3)),
        named(
            "renormalised, not divided by the batch, another rate for biases",
            s ->
                s.gradientNormalization(GradientNormalization.RenormalizeL2PerLayer)
                    .miniBatch(false)
                    .biasUpdater(new Nesterovs(0.02, 0.5))),
        named("not divided by the batch", s -> s.miniBatch(false)),
        named(
            "constraints",
            s ->
                s.constrainWeights(new MaxNormConstraint(0.2, 1))
                    .constrainBias(new NonNegativeConstraint())),
        named("decoupled weight decay", s -> s.updater(new Adam(1e-2)).weightDecay(0.1)),
        named("a schedule", s -> s.updater(new Nesterovs(schedule(), 0.9))),
        named("RMSProp", s -> s.updater(new RmsProp(1e-2))),
        named("AdaDelta", s -> s.updater(new AdaDelta())),
        named("AMSGrad", s -> s.updater(new AMSGrad(1e-2))),
        named(
            "without workspaces, and with a cache",
            s ->
                s.trainingWorkspaceMode(WorkspaceMode.NONE)
                    .inferenceWorkspaceMode(WorkspaceMode.NONE)
                    .cacheMode(CacheMode.DEVICE)),
        named("the loss made larger", s -> s.minimize(false)),
        named("dropout", s -> s.dropOut(0.7)),
        named("weight noise", s -> s.weightNoise(new DropConnect(0.7))),
        named("double precision", s -> s.dataType(DataType.DOUBLE).l2(1e-2)),
        named("half precision", s -> s.dataType(DataType.FLOAT16).l2(1e-2)));
  }

  private static Arguments named(String name, UnaryOperator<Builder> settings) {
    return Arguments.of(org.junit.jupiter.api.Named.of(name, settings));
  }

  private static StepSchedule schedule() {
    return new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 1);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void ofAStackOfLayers(UnaryOperator<NeuralNetConfiguration.Builder> settings) throws Exception {
    Path file = Given.save(Given.stack(settings), folder);
    GivenNetwork network = GivenNetwork.read(file);
    GivenGraph given = network.make(Given.asItIs(network));
    MultiLayerNetwork own = MultiLayerNetwork.load(file.toFile(), false);

    assertThat(given.announcements()).isEmpty();
    assertThat(Given.parameters(given.graph())).isEqualTo(Given.parameters(own));
    INDArray images = network.input().of(Given.images(Given.SIZE));
    INDArray labels = network.input().labels(Given.labels(Given.CLASSES));
    assertThat(given.graph().output(images)[0].toDoubleMatrix())
        .isDeepEqualTo(own.output(images).toDoubleMatrix());
    trainAlike(given, images, labels, own, () -> own.fit(images, labels.dup()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void ofAGraph(UnaryOperator<NeuralNetConfiguration.Builder> settings) throws Exception {
    Path file = Given.save(Given.graph(settings), folder);
    GivenNetwork network = GivenNetwork.read(file);
    GivenGraph given = network.make(Given.asItIs(network));
    ComputationGraph own = ComputationGraph.load(file.toFile(), false);

    INDArray images = network.input().of(Given.images(Given.SIZE));
    INDArray labels = network.input().labels(Given.labels(Given.CLASSES));
    trainAlike(
        given,
        images,
        labels,
        own,
        () -> own.fit(new INDArray[] {images}, new INDArray[] {labels.dup()}));
  }

  private static void trainAlike(
      GivenGraph given, INDArray images, INDArray labels, Model own, Runnable ownStep) {
    double[] before = Given.parameters(own);
    Nd4j.getRandom().setSeed(11);
    Given.repeat(STEPS, step -> ownStep.run());
    Nd4j.getRandom().setSeed(11);
    Given.repeat(
        STEPS, step -> given.graph().fit(new INDArray[] {images}, new INDArray[] {labels.dup()}));

    assertThat(Given.parameters(own)).isNotEqualTo(before);
    assertThat(Given.parameters(given.graph())).isEqualTo(Given.parameters(own));
    assertThat(given.graph().score()).isEqualTo(own.score());
  }

  @Test
  void theLearningRateIsAnExperimentsAndThatIsSaid() throws Exception {
    Path file =
        Given.save(
            Given.stack(s -> s.l2(1e-2).biasUpdater(new Nesterovs(schedule(), 0.5))), folder);
    GivenNetwork network = GivenNetwork.read(file);
    GivenGraph given = network.make(Given.atRate(network, 0.01, Optional.empty()));
    MultiLayerNetwork own =
        Given.stack(
            s ->
                s.l2(1e-2).updater(new Nesterovs(0.01, 0.9)).biasUpdater(new Nesterovs(0.01, 0.5)));

    assertThat(given.announcements())
        .containsExactly(
            "learning rate 0.01 instead of the network's own, 0.1 and a schedule that begins with"
                + " 0.1");
    INDArray images = Given.images(Given.SIZE);
    INDArray labels = Given.labels(Given.CLASSES);
    trainAlike(given, images, labels, own, () -> own.fit(images, labels.dup()));
  }

  @Test
  void theOptimizerIsAnExperimentsWhereItSaysSo() throws Exception {
    Path file = Given.save(Given.stack(s -> s.l2(1e-2).updater(new RmsProp(0.1))), folder);
    GivenNetwork network = GivenNetwork.read(file);
    Optimizer adamW = Optimizer.adamW(0.9, 0.99, 1e-5, 0.02);
    GivenGraph given = network.make(Given.atRate(network, 0.01, Optional.of(adamW)));
    MultiLayerNetwork own = Given.stack(s -> s.updater(new Adam(0.01, 0.9, 0.99, 1e-5)));
    // Deeplearning4j's builder would do so twice.
    List<Regularization> decay = List.of(new WeightDecay(0.02, true));
    for (NeuralNetConfiguration layer : own.getLayerWiseConfigurations().getConfs()) {
      if (layer.getLayer() instanceof BaseLayer base) {
        base.setRegularization(decay);
        base.setRegularizationBias(decay);
      }
    }
    own.setParams(given.graph().params());

    assertThat(given.announcements())
        .containsExactly(
            "adamw instead of the network's own RmsProp, with a weight decay of 0.02 on weights and"
                + " biases, but not of batch norms, instead of its L2");
    INDArray images = Given.images(Given.SIZE);
    INDArray labels = Given.labels(Given.CLASSES);
    trainAlike(given, images, labels, own, () -> own.fit(images, labels.dup()));
  }
}
