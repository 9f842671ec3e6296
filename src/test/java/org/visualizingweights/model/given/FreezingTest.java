package org.visualizingweights.model.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.visualizingweights.UserError;

class FreezingTest {
  @TempDir Path folder;

  /** First, middle, last but the head, and a branch. */
  static List<Set<String>> choices() {
    return List.of(
        Set.of("first"),
        Set.of("first", "norm"),
        Set.of("second"),
        Set.of("dense"),
        Set.of("first", "dense"),
        Set.of("left", "second"),
        Set.of("first", "norm", "left", "second", "dense"));
  }

  /** With all that changes parameters without a gradient. */
  private GivenNetwork network() throws Exception {
    return Given.saved(
        Given.graph(
            s ->
                s.updater(new Adam(0.01))
                    .weightDecay(0.1)
                    .l1(0.01)
                    .dropOut(0.8)
                    .weightNoise(new DropConnect(0.9))
                    .constrainWeights(new MaxNormConstraint(0.3, 1))),
        folder);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void whatIsFrozenDoesNotChangeAndTheRestDoes(Set<String> frozen) throws Exception {
    GivenNetwork network = network();
    GivenGraph given = network.make(Given.frozen(network, frozen));
    Map<String, float[]> before = parameters(given.graph());
    Given.train(given, network.input(), 3);
    Map<String, float[]> after = parameters(given.graph());

    for (String part : network.parts()) {
      assertThat(same(before, after, part)).as(part).isEqualTo(frozen.contains(part));
    }
  }

  private static Map<String, float[]> parameters(ComputationGraph graph) {
    Map<String, float[]> parameters = new HashMap<>();
    graph
        .paramTable()
        .forEach((name, values) -> parameters.put(name, values.dup().data().asFloat()));
    return parameters;
  }

  /** Whether all parameters of a part are; or else none is. */
  private static boolean same(
      Map<String, float[]> before, Map<String, float[]> after, String part) {
    List<Boolean> same = new ArrayList<>();
    before.forEach(
        (name, values) -> {
          if (name.startsWith(part + "_")) {
            same.add(java.util.Arrays.equals(values, after.get(name)));
          }
        });
    assertThat(new HashSet<>(same)).as(part).hasSize(1);
    return same.get(0);
  }

  @Test
  void aBatchNormBehindWhatIsTrainedCannotBeFrozen() throws Exception {
    GivenNetwork network = network();
    Wishes wishes = Given.frozen(network, Set.of("norm"));

    assertThat(network.mistakes(wishes))
        .containsExactly(
            Map.entry(
                "freeze",
                "norm is a batch normalisation, which Deeplearning4j can freeze only where nothing"
                    + " before it is trained; freeze what is before it, too"));
    assertThatThrownBy(() -> network.make(wishes)).isInstanceOf(UserError.class);
  }

  @Test
  void theHeadCannotBeFrozen() throws Exception {
    GivenNetwork network = network();

    assertThat(network.mistakes(Given.frozen(network, Set.of("classes"))))
        .containsExactly(Map.entry("freeze", "classes makes the classes, and is always trained"));
  }

  @Test
  void whatTheFileFreezesStaysFrozen() throws Exception {
    MultiLayerNetwork transferred =
        new TransferLearning.Builder(Given.stack()).setFeatureExtractor(1).build();
    GivenNetwork network = Given.saved(transferred, folder);
    GivenGraph given = network.make(Given.asItIs(network, 3));
    Map<String, float[]> before = parameters(given.graph());
    Given.train(given, network.input(), 2);
    Map<String, float[]> after = parameters(given.graph());

    assertThat(network.parts()).containsExactly("first", "layer1", "second", "layer4", "layer5");
    assertThat(same(before, after, "first")).isTrue();
    assertThat(same(before, after, "layer1")).isTrue();
    assertThat(same(before, after, "second")).isFalse();
    assertThat(before.get("first_W")).isEqualTo(transferred.getParam("0_W").dup().data().asFloat());
  }

  /** Deeplearning4j does not train what is before it, or fails, by the class of the network. */
  @Test
  void whatTheFileFreezesBehindWhatIsTrainedIsRefusedUnlessThatIsFrozenToo() throws Exception {
    GivenNetwork network =
        Given.saved(
            Given.stackOf(
                Given.convolution("first", 4),
                new ActivationLayer(Activation.TANH),
                new FrozenLayer(Given.convolution("second", 4)),
                Given.output(Given.CLASSES)),
            folder);

    assertThat(network.mistakes(Given.asItIs(network)))
        .containsExactly(
            Map.entry(
                "freeze",
                "layer2 is frozen so that no gradient gets past it, and what is before it cannot be"
                    + " trained; say freeze: [first]"));
    GivenGraph given = network.make(Given.frozen(network, Set.of("first")));
    assertThat(given.announcements())
        .containsExactly("frozen: 'first'", "frozen by its own configuration: 'layer2'");
    Given.train(given, network.input(), 2);
  }

  static Stream<Arguments> unworkable() {
    return Stream.of(
        Arguments.of(
            new FrozenLayerWithBackprop(new BatchNormalization.Builder().build()),
            "layer1 is frozen, and has a batch's statistics, so that Deeplearning4j could take no"
                + " step; say freeze: [first, layer1]"),
        Arguments.of(
            new FrozenLayerWithBackprop(new DenseLayer.Builder().nOut(4).dropOut(0.5).build()),
            "layer1 is frozen, and has a dropout, so that Deeplearning4j could take no step; say"
                + " freeze: [layer1]"));
  }

  @ParameterizedTest
  @MethodSource("unworkable")
  void whatTheFileFreezesInAWayThatFailsIsNamed(Layer frozen, String mistake) throws Exception {
    GivenNetwork network =
        Given.saved(
            Given.stackOf(Given.convolution("first", 4), frozen, Given.output(Given.CLASSES)),
            folder);
    String cure = mistake.replaceAll(".*\\[|]", "");

    assertThat(network.mistakes(Given.asItIs(network)))
        .containsExactly(Map.entry("freeze", mistake));
    Given.train(network.make(Given.frozen(network, Set.of(cure.split(", ")))), network.input(), 2);
  }

  @Test
  void theHeadIsTrainedThoughItsFileFreezesIt() throws Exception {
    GivenNetwork network =
        Given.saved(
            Given.stackOf(
                Given.convolution("first", 4),
                new FrozenLayer(new DenseLayer.Builder().name("head").nOut(Given.CLASSES).build()),
                new LossLayer.Builder(LossFunction.MSE).build()),
            folder);
    GivenGraph given = network.make(Given.asItIs(network));
    String head = network.head();
    Map<String, float[]> before = parameters(given.graph());
    Given.train(given, network.input(), 2);

    assertThat(given.announcements())
        .containsExactly(head + " is trained, though its file freezes it, as it makes the classes");
    assertThat(same(before, parameters(given.graph()), head)).isFalse();
    assertThat(same(before, parameters(given.graph()), "first")).isFalse();
  }

  @Test
  void whatIsFrozenIsSaid() throws Exception {
    GivenNetwork network = network();

    assertThat(network.make(Given.frozen(network, Set.copyOf(network.body()))).announcements())
        .containsExactly("only classes is trained; all else is frozen");
  }
}
