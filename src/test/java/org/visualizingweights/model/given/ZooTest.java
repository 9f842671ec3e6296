package org.visualizingweights.model.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.UserError;

class ZooTest {
  private static final int IMAGE = 32;

  @TempDir Path folder;

  private static GivenNetwork named(String name) {
    return GivenNetwork.ofZoo(name).orElseThrow();
  }

  private static Wishes of(int size) {
    return new Wishes(size, Given.CLASSES, Map.of(), Optional.empty(), Set.of(), false, 7);
  }

  /** The smallest of those that do not take images of 32 pixels. */
  @ParameterizedTest
  @CsvSource({
    "lenet, 32, 1629575",
    "simple-cnn, 32, 639893",
    "squeezenet, 32, 725061",
    "vgg16, 32, 33617733",
    "darknet19, 32, 19836901",
    "alexnet, 43, 21601669",
    "resnet50, 69, 23597957"
  })
  void trainsOnImages(String name, int size, long parameters) {
    GivenNetwork network = named(name);
    GivenGraph given = network.make(of(size));
    INDArray images = network.input().of(Given.images(size));
    assertThat(given.announcements()).isEmpty();
    assertThat(given.graph().numParams()).isEqualTo(parameters);
    INDArray output = given.graph().output(true, images)[0];
    assertThat(output.shape()).containsExactly(Given.BATCH, Given.CLASSES);
    assertThat(output.sumNumber().doubleValue()).isEqualTo(Given.BATCH, within(1e-5));

    given.graph().fit(new INDArray[] {images}, new INDArray[] {Given.labels(Given.CLASSES)});
    assertThat(given.graph().score()).isFinite();
    given.graph().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "simple-cnn", "squeezenet", "vgg16", "darknet19"})
  void takesTheSmallestImagesThatItIsSaidTo(String name) {
    GivenNetwork network = named(name);
    int smallest = network.input().sizes().get(0);
    GivenGraph given = network.make(of(smallest));
    INDArray images = network.input().of(Given.images(smallest));
    given.graph().fit(new INDArray[] {images}, new INDArray[] {Given.labels(Given.CLASSES)});

    assertThat(given.graph().score()).isFinite();
    given.graph().close();
  }

  @ParameterizedTest
  @CsvSource({"alexnet, 43", "squeezenet, 23", "resnet50, 69"})
  void smallerImagesCannotBeTakenAndAreRefused(String name, int smallest) {
    GivenNetwork network = named(name);

    assertThat(network.mistakes(of(smallest - 1)))
        .containsExactly(
            Map.entry(
                "image-size",
                "%s takes images of at least %s pixels, not of %s"
                    .formatted(network.title(), smallest, smallest - 1)));
    assertThatThrownBy(() -> network.make(of(smallest - 1))).isInstanceOf(UserError.class);
    assertThatThrownBy(
            () -> {
              Zoo zoo = List.of(Zoo.values()).get(GivenNetwork.ZOO.indexOf(name));
              Shapes.of(
                  zoo.configuration(smallest - 1, Given.CLASSES),
                  network.vertices(),
                  zoo.input().type(smallest - 1));
            })
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @EnumSource(Zoo.class)
  void saysWhatItIsMadeOf(Zoo zoo) {
    GivenNetwork network = named(zoo.id());

    assertThat(network.name()).isEqualTo(zoo.id());
    assertThat(network.title()).endsWith(" of Deeplearning4j's zoo");
    assertThat(network.parts()).isNotEmpty().endsWith(network.head());
    assertThat(network.body()).doesNotContain(network.head()).hasSize(network.parts().size() - 1);
    assertThat(network.vertices()).containsAll(network.parts());
    assertThat(network.firstConvolution()).contains(network.parts().get(0));
    assertThat(network.file()).isEmpty();
    assertThat(network.remarks()).hasSize(zoo == Zoo.SIMPLE_CNN ? 1 : 0);
  }

  @Test
  void thereAreSeven() {
    assertThat(GivenNetwork.ZOO)
        .containsExactly(
            "lenet", "simple-cnn", "alexnet", "vgg16", "squeezenet", "darknet19", "resnet50");
    assertThat(GivenNetwork.ofZoo("resnet18")).isEmpty();
  }

  @Test
  void comesWithoutWeights() {
    GivenNetwork network = named("lenet");
    Wishes pretrained =
        new Wishes(IMAGE, Given.CLASSES, Map.of(), Optional.empty(), Set.of(), true, 7);

    assertThat(network.hasWeights()).isFalse();
    assertThat(network.mistakes(pretrained))
        .containsExactly(
            Map.entry(
                "pretrained", "LeNet of Deeplearning4j's zoo comes without weights; say false"));
  }

  @Test
  void oneWithoutALearningRateNeedsAnOptimizer() {
    GivenNetwork network = named("lenet");
    Optional<Optimizer> sgd = Optional.of(Optimizer.sgd(0.9, 0));

    assertThat(network.mistakes(Given.atRate(network, 0.1, Optional.empty())))
        .containsExactly(
            Map.entry(
                "lr",
                "LeNet of Deeplearning4j's zoo is updated by AdaDelta, which has no learning rate;"
                    + " say optimizer: adamw or sgd"));
    assertThat(network.mistakes(Given.atRate(network, 0.1, sgd))).isEmpty();
    assertThat(network.make(Given.atRate(network, 0.1, sgd)).announcements())
        .containsExactly("sgd instead of the network's own AdaDelta, without weight decay");
  }

  @Test
  void aNetworkTooLargeForMemoryIsRefused() {
    assertThat(named("vgg16").mistakes(of(640)))
        .containsExactly(
            Map.entry(
                "image-size",
                "VGG16 of Deeplearning4j's zoo, for such images, is of a network with more than"
                    + " 250,000,000 parameters, which is more than can be trained"));
  }

  @Test
  void theSeedDecidesAllThatIsRandom() {
    GivenNetwork network = named("squeezenet");
    GivenGraph first = network.make(of(IMAGE));
    GivenGraph second = network.make(of(IMAGE));
    GivenGraph other =
        network.make(new Wishes(IMAGE, 5, Map.of(), Optional.empty(), Set.of(), false, 8));

    assertThat(Given.parameters(second.graph())).isEqualTo(Given.parameters(first.graph()));
    assertThat(Given.parameters(other.graph())).isNotEqualTo(Given.parameters(first.graph()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "simple-cnn", "squeezenet"})
  void putsOutTheSameWhenItWasSavedAndRead(String name) throws Exception {
    GivenNetwork network = named(name);
    GivenGraph given = network.make(of(IMAGE));
    Given.train(given, network.input(), 1);
    GivenNetwork saved = Given.saved(given.graph(), folder);

    assertThat(saved.input().takes(IMAGE)).isTrue();
    assertThat(saved.parts()).isEqualTo(network.parts());
    INDArray images = Given.images(IMAGE);
    assertThat(saved.make(Given.asItIs(saved)).graph().output(images)[0].toDoubleMatrix())
        .isDeepEqualTo(given.graph().output(images)[0].toDoubleMatrix());
  }
}
