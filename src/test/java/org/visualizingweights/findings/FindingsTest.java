package org.visualizingweights.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.LayerNorms;
import org.visualizingweights.parameters.RecordedLayer;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ValidationMetrics;

/** Made-up runs of 160 steps, each with one thing to be found. */
class FindingsTest {
  private static final int STEPS = 160;
  private static final double GOOD = 0.04;
  private static final double BAD = 0.9;

  private Architecture network = ResNet.RESNET_18.architecture(Head.CONCAT_POOL);
  private final LossSummary loss = new LossSummary();
  private final List<VertexSummary> vertices = new ArrayList<>();
  private final List<GroupWeights> groups = new ArrayList<>();
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private boolean randomStart = true;
  private boolean validated = true;
  private OptionalDouble guessing = OptionalDouble.empty();

  private void losses(IntToDoubleFunction ofStep, double errorRate) {
    for (int i = 0; i < STEPS; i++) {
      loss.add(i, ofStep.applyAsDouble(i));
    }
    epochs.add(new EpochMetrics(1, STEPS - 1, loss.latest(), loss.latest(), errorRate, 1));
  }

  private void learns() {
    losses(i -> 4 / (1.0 + i), GOOD);
  }

  private void diverges() {
    losses(i -> 4.0 + i, BAD);
  }

  private void vertex(String name, IntFunction<Capture> ofStep) {
    VertexSummary vertex = new VertexSummary(name);
    for (int i = 0; i < STEPS; i++) {
      vertex.add(i, ofStep.apply(i));
    }
    vertex.end();
    vertices.add(vertex);
  }

  private void deviations(String name, IntToDoubleFunction ofStep) {
    vertex(name, i -> Activations.normal(name, ofStep.applyAsDouble(i), i));
  }

  /** A group of one layer that moves away from its start by the same distance every step. */
  private void weights(
      String part, String vertex, double rate, double gradient, double changeAtEnd) {
    RecordedLayer layer = new RecordedLayer(vertex, 100, rate == 0, rate, 10);
    LayerSummary summary = new LayerSummary(layer);
    for (int i = 0; i < STEPS; i++) {
      double distance = 10 * changeAtEnd * i / (STEPS - 1);
      summary.add(
          rate == 0
              ? new LayerNorms(10, 0, 0, 0)
              : new LayerNorms(10, gradient, 10 * changeAtEnd / STEPS, distance));
    }
    groups.add(new GroupWeights(network.partOf(vertex), List.of(summary)));
    assertThat(network.partOf(vertex).name()).isEqualTo(part);
  }

  /** A network of which nothing is known but its vertices, in a program that plans no epochs. */
  private void watched() {
    network =
        new Architecture("mine", List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    validated = false;
  }

  private void lossesOfNoEpoch(IntToDoubleFunction ofStep) {
    losses(ofStep, BAD);
    epochs.clear();
  }

  private List<Finding> findings() {
    return Findings.of(
        new Evidence(vertices, loss, groups, epochs, randomStart, validated, guessing));
  }

  private Finding the(Kind kind) {
    return findings().stream().filter(finding -> finding.kind() == kind).findFirst().orElseThrow();
  }

  private List<Kind> kinds() {
    return findings().stream().map(Finding::kind).toList();
  }

  private void assertNoWarning() {
    assertThat(findings()).extracting(Finding::severity).doesNotContain(Severity.WARNING);
  }

  @Test
  void layersThatStayAndLayersThatDriftAreToldApart() {
    learns();
    deviations("conv1", i -> 1);
    deviations("conv2_x", i -> 1 + i / 80.0);

    assertThat(the(Kind.STATIC).layers()).containsExactly("conv1");
    assertThat(the(Kind.STATIC).numbers().get("conv1 distance")).isLessThan(0.05);
    assertThat(the(Kind.DRIFT).layers()).containsExactly("conv2_x");
    assertThat(the(Kind.DRIFT).numbers().get("conv2_x growth")).isCloseTo(2.9, within(0.1));
    assertThat(the(Kind.DRIFT).place()).contains(new Place(0, STEPS - 1, "conv2_x"));
    assertNoWarning();
  }

  @Test
  void theWeightsBehindALayerAreSaidBesideIt() {
    learns();
    deviations("conv1", i -> 1);
    deviations("conv2_x", i -> 1 + i / 80.0);
    weights("conv1", "conv1", 0, 0, 0);
    weights("conv2_x", "conv2_1.conv1", 0.01, 1, 1.5);

    assertThat(the(Kind.STATIC).text()).contains("conv1 0 %", "of conv1 are frozen");
    assertThat(the(Kind.DRIFT).text()).contains("conv2_x 150 %");
    assertThat(the(Kind.DRIFT).numbers().get("conv2_x weight change")).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void whatLooksTheSameThoughItsWeightsMovedIsSaidToBeThat() {
    learns();
    deviations("conv1", i -> 1);
    weights("conv1", "conv1", 0.01, 1, 0.15);

    assertThat(the(Kind.STATIC).text())
        .startsWith("The activations of conv1 look as at the start")
        .endsWith(" Their weights moved all the same, of their norm at the start: conv1 15 %.");
  }

  @Test
  void whatStaysIsNotSaidToHaveMovedAllTheSame() {
    learns();
    deviations("conv1", i -> 1);
    deviations("conv2_x", i -> 1);
    weights("conv1", "conv1", 0, 0, 0);
    weights("conv2_x", "conv2_1.conv1", 0.01, 1, 0.15);

    assertThat(the(Kind.STATIC).text())
        .contains(" Their weights moved, of their norm at the start: conv1 0 % and conv2_x 15 %;");
  }

  @Test
  void aVertexWithoutWeightsHasThoseOfItsGroup() {
    learns();
    deviations("head.relu", i -> 1 + i / 80.0);
    weights("head", "logits", 0.01, 1, 0.03);

    assertThat(the(Kind.DRIFT).text())
        .startsWith("head.relu changed. Distance of the distribution of activations at the end")
        .endsWith(" Their weights moved, of their norm at the start: group head 3.0 %.");
  }

  @Test
  void weightsThatAreNotFiniteAreSaidToBeSo() {
    diverges();
    deviations("conv1", i -> 1 + i / 80.0);
    deviations("conv2_x", i -> 1 + i / 80.0);
    weights("conv1", "conv1", 0.01, 1, Double.NaN);
    weights("conv2_x", "conv2_1.conv1", 0.01, 1, 1.5);

    assertThat(the(Kind.DRIFT).text())
        .endsWith(
            " Their weights moved, of their norm at the start: conv2_x 150 %; the weights of conv1"
                + " became NaN or infinite.");
  }

  @Test
  void anExplosionIsFoundWithItsStepsAndSize() {
    diverges();
    deviations("conv1", i -> i < 50 ? 1 : 100);

    Finding finding = the(Kind.EXPLODED);

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.numbers().get("conv1 growth")).isCloseTo(100, within(5.0));
    // of a normal distribution, 46 % are above a tenth of its deviation
    assertThat(finding.numbers().get("conv1 above range")).isCloseTo(0.46, within(0.02));
    assertThat(finding.text()).contains("at step 50 they are for the first time", "powers of two");
    assertThat(finding.place().orElseThrow().from()).isEqualTo(50);
  }

  @Test
  void growthIsNoExplosionInANetworkThatLearns() {
    learns();
    deviations("conv1", i -> 1 + i / 4.0);

    assertThat(the(Kind.GROWN).text()).contains("The network learns all the same");
    assertThat(kinds()).doesNotContain(Kind.EXPLODED);
    assertNoWarning();
  }

  @Test
  void aCollapseIsFoundWithTheStepFromWhichItLasts() {
    diverges();
    deviations("conv1", i -> i < 20 || i >= 40 && i < 96 ? 1 : 0.001);
    deviations("conv2_x", i -> i < 50 ? 0.001 : 1);

    Finding finding = the(Kind.COLLAPSED);

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.layers()).containsExactly("conv1");
    assertThat(finding.numbers().get("conv1 close to zero")).isEqualTo(1);
    assertThat(finding.numbers().get("conv1 since step")).isEqualTo(96);
    assertThat(finding.place()).contains(new Place(96, STEPS - 1, "conv1"));
  }

  @Test
  void lossesAndActivationsThatAreNotFiniteAreWarnedOf() {
    losses(i -> i < 100 ? 1 : i < 120 ? Double.NaN : Double.POSITIVE_INFINITY, BAD);
    vertex(
        "conv1",
        i -> i == 99 ? Activations.halfNotFinite("conv1", i) : Activations.normal("conv1", 1, i));

    Finding finding = the(Kind.NOT_FINITE);

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.text()).contains("at 60 of the captured steps, first at step 100");
    assertThat(finding.text()).contains("conv1 put out 4,000 such values, the first at step 99");
    assertThat(finding.place()).contains(new Place(99, 159, "conv1"));
    assertThat(the(Kind.TRAINING).text()).startsWith("Training diverged").contains("not finite");
  }

  @Test
  void aValidationLossThatIsNotFiniteIsWarnedOf() {
    losses(i -> 1, BAD);
    vertex("conv1", i -> Activations.normal("conv1", 1, i));
    epochs.add(new EpochMetrics(2, 2 * STEPS - 1, 1, Double.NaN, 0.9, 1));
    epochs.add(new EpochMetrics(3, 3 * STEPS - 1, 1, Double.POSITIVE_INFINITY, 0.9, 1));

    assertThat(the(Kind.NOT_FINITE).text())
        .isEqualTo(
            "The validation loss was NaN or infinite after 2 of 3 epochs, the first after epoch 2.");
    assertThat(the(Kind.NOT_FINITE).place()).isEmpty();
  }

  @Test
  void deadChannelsAreCounted() {
    diverges();
    vertex("conv5_x", i -> Activations.normal("conv5_x", 1, i, i < 80 ? 0 : 40));

    Finding finding = the(Kind.DEAD_CHANNELS);

    assertThat(finding.numbers().get("conv5_x dead channels")).isEqualTo(0.4);
    assertThat(finding.text()).contains("40 of the 100 channels", ", 0 at the first step");
  }

  @Test
  void gradientsThatReachTheFirstLayerAreSaid() {
    learns();
    weights("conv1", "conv1", 0.01, 5, 1);
    weights("head", "logits", 0.01, 10, 1);

    Finding finding = the(Kind.GRADIENTS);

    assertThat(finding.text()).startsWith("Gradients reach conv1").contains("0.500 times");
    assertThat(finding.numbers().get("ratio")).isCloseTo(0.5, within(1e-12));
    assertNoWarning();
  }

  @Test
  void gradientsThatVanishAreWarnedOfWhereNothingIsLearned() {
    diverges();
    weights("conv1", "conv1", 0.01, 1e-6, 1);
    weights("head", "logits", 0.01, 10, 1);

    assertThat(the(Kind.GRADIENTS).text()).startsWith("Gradients hardly reach conv1");
    assertThat(the(Kind.GRADIENTS).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aFrozenFirstLayerGetsNoGradientsAndThatIsNoAlarm() {
    learns();
    weights("conv1", "conv1", 0, 0, 0);
    weights("head", "logits", 0.01, 10, 1);

    assertThat(the(Kind.GRADIENTS).text()).contains("frozen");
    assertThat(kinds()).doesNotContain(Kind.STARVED);
    assertNoWarning();
  }

  private void ratesThatGrowWithTheLayers() {
    weights("conv1", "conv1", 0.0001, 10, 0.05);
    weights("conv3_x", "conv3_1.conv1", 0.001, 10, 0.5);
    weights("head", "logits", 0.01, 1, 3);
  }

  @Test
  void layersThatTheirLearningRateStarvesAreWarnedOf() {
    learns();
    ratesThatGrowWithTheLayers();

    Finding finding = the(Kind.STARVED);

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.layers()).containsExactly("conv1");
    assertThat(finding.text()).contains("5.0 %", "1.0e-4", "group head by 3.00 times");
  }

  @Test
  void pretrainedLayersMayHaveSmallRates() {
    randomStart = false;
    learns();
    ratesThatGrowWithTheLayers();

    assertThat(kinds()).doesNotContain(Kind.STARVED);
    assertNoWarning();
  }

  @Test
  void layersThatChangeLittleAtTheSameRateAreNotStarvedByIt() {
    learns();
    weights("conv1", "conv1", 0.01, 10, 0.05);
    weights("head", "logits", 0.01, 1, 1);

    assertThat(kinds()).doesNotContain(Kind.STARVED);
  }

  @Test
  void theOutcomeOfTrainingIsSaid() {
    assertThat(outcome(i -> 4 / (1.0 + i), GOOD)).startsWith("The network learned: the loss went");
    assertThat(outcome(i -> 2.3, BAD)).startsWith("The network learned nothing").contains("90 %");
    assertThat(outcome(i -> i < 3 ? 4 : 400, BAD)).startsWith("Training diverged");
    // an error of 60 % among a thousand classes, at a loss far below the first
    assertThat(outcome(i -> i < 3 ? 6.9 : 2.5, 0.6)).startsWith("The network learned:");
  }

  private static String outcome(IntToDoubleFunction losses, double errorRate) {
    FindingsTest run = new FindingsTest();
    run.losses(losses, errorRate);
    return run.the(Kind.TRAINING).text();
  }

  @Test
  void fewerMistakesThanByGuessingAreSomethingLearned() {
    assertThat(amongTen(i -> i < 3 ? 3.78 : 2.87, 3.2, 0.68))
        .isEqualTo(
            "The network learned something: the loss went from 3.78 at the first step to a mean of"
                + " 2.87 over the last 16 captured steps; of the validation images, 68 % are"
                + " classified wrongly after epoch 1, where guessing would be wrong in 90 %. The"
                + " validation loss, 3.20, is above the 2.30 of guessing: mistakes are made with"
                + " confidence.");
    assertThat(amongTen(i -> i < 3 ? 4 : 1.2, 1.1, 0.6))
        .startsWith("The network learned: the loss")
        .endsWith("of the validation images, 60 % are classified wrongly after epoch 1.");
  }

  @Test
  void whatValidationDoesNotShowIsNotSaidToBeLearned() {
    assertThat(amongTen(i -> i < 3 ? 3.5 : 1.5, 59.6, 0.83))
        .startsWith("The network learned in training, but nothing that shows in validation")
        .contains("83 % are", "The validation loss, 59.6, is above the 2.30 of guessing");
    assertThat(amongTen(i -> i < 3 ? 50 : 2.3, 2.29, 0.89))
        .startsWith("The network learned nothing")
        .doesNotContain("confidence");
  }

  @Test
  void amongManyClassesFewRightOnesAreSomethingLearned() {
    FindingsTest run = new FindingsTest();
    run.guessing = OptionalDouble.of(Math.log(1000));
    run.losses(i -> i < 3 ? 6.9 : 6.7, 0.95);

    assertThat(run.the(Kind.TRAINING).text()).startsWith("The network learned something");
    assertThat(run.the(Kind.TRAINING).severity()).isEqualTo(Severity.NOTE);
  }

  private static String amongTen(
      IntToDoubleFunction losses, double validationLoss, double errorRate) {
    FindingsTest run = new FindingsTest();
    run.guessing = OptionalDouble.of(Math.log(10));
    run.losses(losses, errorRate);
    run.epochs.set(
        0, new EpochMetrics(1, STEPS - 1, run.loss.latest(), validationLoss, errorRate, 1));
    return run.the(Kind.TRAINING).text();
  }

  @Test
  void whereNoErrorRateIsKnownTheLossTells() {
    assertThat(ofLoss(i -> 2.0 / (1 + i)))
        .isEqualTo(
            "The loss fell: it went from 2.00 at the first step to a mean of 0.013 over the last 16"
                + " captured steps.");
    assertThat(ofLoss(i -> 0.3)).startsWith("The loss did not fall: it went from 0.300");
    assertThat(ofLoss(i -> 1.0 + i)).startsWith("Training diverged: the loss went from 1.00");
    assertThat(ofLoss(i -> i == 0 ? 1 : 0.7)).startsWith("The loss went from 1.00");
    // of which nobody knows where it ends
    assertThat(ofLoss(i -> -0.1 - i)).startsWith("The loss went from -0.100");
  }

  private static String ofLoss(IntToDoubleFunction losses) {
    FindingsTest run = new FindingsTest();
    run.watched();
    run.lossesOfNoEpoch(losses);
    return run.the(Kind.TRAINING).text();
  }

  @Test
  void aNetworkThatDoesNotLearnIsWarnedOfWithoutAnyValidation() {
    watched();
    lossesOfNoEpoch(i -> 2.3);
    vertex("dense", i -> Activations.normal("dense", 1, i, i < 80 ? 0 : 40));

    assertThat(the(Kind.TRAINING).severity()).isEqualTo(Severity.WARNING);
    assertThat(the(Kind.DEAD_CHANNELS).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void whatGuessesBetterThanChanceHasBeenTrainedBefore() {
    watched();
    lossesOfNoEpoch(i -> 0.5);
    assertThat(the(Kind.TRAINING).severity()).isEqualTo(Severity.WARNING);

    guessing = OptionalDouble.of(Math.log(10));

    assertThat(the(Kind.TRAINING).severity()).isEqualTo(Severity.NOTE);
    assertThat(the(Kind.TRAINING).text()).startsWith("The loss went from 0.500");
  }

  @Test
  void aLossThatFellToThatOfGuessingTellsNothingGood() {
    watched();
    guessing = OptionalDouble.of(Math.log(10));
    lossesOfNoEpoch(i -> i < 3 ? 50 : 2.3);

    assertThat(the(Kind.TRAINING).text()).startsWith("The loss did not fall");
  }

  @Test
  void aFewStepsTellNothing() {
    watched();
    for (int i = 0; i < 20; i++) {
      loss.add(i, 2.3);
    }

    assertThat(the(Kind.TRAINING).text())
        .isEqualTo(
            "The loss went from 2.30 at the first step to a mean of 2.30 over the last 16 captured"
                + " steps.");
    assertNoWarning();
  }

  @Test
  void aValidationThatIsMissingIsNotNaN() {
    watched();
    lossesOfNoEpoch(i -> 1 / (1.0 + i));
    epochs.add(
        new EpochMetrics(
            1, 79, 1, Optional.of(new ValidationMetrics(0.25, OptionalDouble.empty())), 1));
    epochs.add(new EpochMetrics(2, 159, 1, Optional.empty(), 1));

    assertThat(kinds()).doesNotContain(Kind.NOT_FINITE);
    assertThat(the(Kind.TRAINING).text()).endsWith("; the validation loss after epoch 1 is 0.250.");
    assertThat(the(Kind.TRAINING).numbers()).doesNotContainKey("error rate");
  }

  @Test
  void anErrorRateTellsWhereverItComesFrom() {
    watched();
    losses(i -> 1 / (1.0 + i), 0.04);
    epochs.add(new EpochMetrics(2, 199, 1, Optional.empty(), 1));

    assertThat(the(Kind.TRAINING).text())
        .startsWith("The network learned: the loss")
        .endsWith("; of the validation set, 4.0 % is classified wrongly after epoch 1.");
  }

  @Test
  void aLayerThatIsAPartByItselfIsCalledByItsNameAlone() {
    watched();
    learns();
    deviations("dense 1", i -> 1);
    weights("dense 1", "dense 1", 0, 0, 0);
    weights("dense 2", "dense 2", 0.0001, 10, 0.05);
    weights("out", "out", 0.01, 1, 3);

    assertThat(the(Kind.STATIC).text()).contains("the weights of dense 1 are frozen");
    assertThat(the(Kind.STARVED).text())
        .contains("the weights of dense 2 moved by 5.0 %", "those of out by 3.00 times");
    assertThat(findings())
        .extracting(Finding::text)
        .noneMatch(text -> text.contains("convolution"));
    assertThat(findings()).extracting(Finding::text).noneMatch(text -> text.contains("group"));
  }

  @Test
  void ratesThatNobodyKnowsStarveNoLayer() {
    learns();
    weights("conv1", "conv1", Double.NaN, 10, 0.05);
    weights("head", "logits", Double.NaN, 1, 3);

    assertThat(kinds()).doesNotContain(Kind.STARVED);
  }

  @Test
  void aNetworkOfOneLayerIsComparedWithNoOther() {
    watched();
    learns();
    weights("dense", "dense", 0.01, 5, 1);

    assertThat(the(Kind.GRADIENTS).text())
        .isEqualTo(
            "Gradients reach dense: their norm is typically 0.500 times that of its weights.");
  }

  @Test
  void ofFewValuesChanceIsNoChange() {
    watched();
    learns();
    vertex("ten", i -> Activations.few("ten", 100, 1, i));
    vertex("wider", i -> Activations.few("wider", 100, 1 + i / 10.0, i));

    assertThat(the(Kind.STATIC).layers()).containsExactly("ten");
    assertThat(the(Kind.STATIC).text()).contains("as far as so few values are by chance");
    assertThat(the(Kind.DRIFT).layers()).containsExactly("wider");
  }

  @Test
  void ofHardlyAnyValuesNothingCanBeSaid() {
    watched();
    learns();
    vertex("two", i -> Activations.few("two", 8, 1, i));

    assertThat(kinds()).doesNotContain(Kind.STATIC, Kind.DRIFT);
  }

  @Test
  void aLayerThatIsZeroFromTheBeginningHasNeitherGrownNorCollapsed() {
    watched();
    lossesOfNoEpoch(i -> 2.3);
    deviations("silent", i -> 0);
    deviations("late", i -> i < 80 ? 0 : 1);

    assertThat(kinds()).doesNotContain(Kind.EXPLODED, Kind.GROWN, Kind.COLLAPSED);
  }

  @Test
  void whetherARunBrokeIsSaidInNumbers() {
    losses(i -> i < 90 ? 4.0 + i : Double.NaN, BAD);
    deviations("conv1", i -> 1);
    deviations("conv2_x", i -> i < 50 ? 1 : 20);
    deviations("conv3_x", i -> i < 70 ? 1 : 400);

    Symptoms symptoms = symptoms();
    assertThat(symptoms.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(symptoms.notFiniteStep()).hasValue(90);
    assertThat(symptoms.explodedStep()).hasValue(50);
    assertThat(symptoms.largestGrowth().orElseThrow()).isCloseTo(400, within(20.0));
    assertThat(symptoms.deadChannels()).hasValue(0);
  }

  @Test
  void activationsThatAreNotFiniteBeforeTheLossIsCountAsWell() {
    losses(i -> i < 90 ? 4.0 : Double.NaN, BAD);
    vertex("conv1", i -> i < 30 ? Activations.normal("conv1", 1, i) : notFinite(i));

    assertThat(symptoms().notFiniteStep()).hasValue(30);
  }

  private static Capture notFinite(int step) {
    return Activations.halfNotFinite("conv1", step);
  }

  @Test
  void activationsThatGrowInANetworkThatLearnsHaveNotExploded() {
    learns();
    deviations("conv1", i -> i < 50 ? 1 : 20);

    assertThat(symptoms().outcome()).isEqualTo(Outcome.LEARNED);
    assertThat(symptoms().explodedStep()).isEmpty();
    assertThat(symptoms().largestGrowth().orElseThrow()).isCloseTo(20, within(1.0));
    assertThat(symptoms().notFiniteStep()).isEmpty();
  }

  /** Of 100 channels each, 30 and 10. */
  @Test
  void deadChannelsAreThoseOfAllLayers() {
    learns();
    vertex("conv1", i -> Activations.normal("conv1", 1, i, 30));
    vertex("conv2_x", i -> Activations.normal("conv2_x", 1, i, 10));

    assertThat(symptoms().deadChannels().orElseThrow()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void ofARunWithoutAnythingNothingIsKnown() {
    assertThat(symptoms()).isEqualTo(Symptoms.NONE);
  }

  private Symptoms symptoms() {
    return Symptoms.of(
        new Evidence(vertices, loss, groups, epochs, randomStart, validated, guessing));
  }

  @Test
  void aRunWithoutAnythingHasNoFindings() {
    assertThat(findings()).isEmpty();
  }
}
