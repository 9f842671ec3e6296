package org.visualizingweights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.layers.Evaluator;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.network.Part;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The references are torchvision's: see {@link FormulaWeights}. Activations are compared with what
 * it computes in single precision. Loss and gradients are compared with the same script in double
 * precision: a ReLU that rounding tips over moves some gradients, torchvision's too, by more than
 * the tolerance, and so what rounding does to torchvision's is allowed here as well.
 */
class ResNetTest {
  /** What single precision may do, as a share of a standard deviation. */
  private static final double SINGLE = 1e-4;

  /**
   * The same of ResNet-34 in training, whose last batch norms are of 16 values: rounding moves
   * torchvision's own by up to 1.6e-4.
   */
  private static final double SINGLE_DEEPER = 1e-3;

  /** What rounding may do to the norms of gradients; torchvision's of ResNet-34 move by 1.5e-3. */
  private static double ofGradients(ResNet resnet) {
    return resnet.equals(ResNet.RESNET_18) ? 1e-3 : 5e-3;
  }

  private static final Map<String, String> VERTICES = new LinkedHashMap<>();

  static {
    VERTICES.put("conv1", "conv1");
    VERTICES.put("bn1", "bn1");
    VERTICES.put("relu", "relu");
    VERTICES.put("maxpool", "maxpool");
    VERTICES.put("layer1.0.conv1", "conv2_1.conv1");
    VERTICES.put("layer1.0", "conv2_1");
    VERTICES.put("layer1", "conv2_x");
    VERTICES.put("layer2.0.downsample", "conv3_1.downsample.bn");
    VERTICES.put("layer2", "conv3_x");
    VERTICES.put("layer3", "conv4_x");
    VERTICES.put("layer4", "conv5_x");
    VERTICES.put("fc", "logits");
  }

  static Stream<Arguments> references() throws IOException {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (LayerKit kit : kits()) {
      add(cases, ResNet.RESNET_18, kit, 32);
      // Deeplearning4j's own layers are slow; one size of one network says enough about them.
      if (!(kit instanceof StockKit)) {
        add(cases, ResNet.RESNET_18, kit, 64);
        add(cases, ResNet.RESNET_34, kit, 64);
      }
    }
    return cases.build();
  }

  private static void add(Stream.Builder<Arguments> cases, ResNet resnet, LayerKit kit, int size)
      throws IOException {
    for (Head head : Head.values()) {
      cases.add(
          Arguments.of(
              resnet.title() + ", " + kit.getClass().getSimpleName(),
              resnet,
              kit,
              size,
              head,
              read("%s-%spx.json".formatted(resnet.name(), size))));
    }
  }

  private static List<LayerKit> kits() {
    return OneDnnKit.obstacle().isPresent()
        ? List.of(new StockKit())
        : List.of(new StockKit(), new OneDnnKit());
  }

  @ParameterizedTest(name = "{0}, {3} pixels, {4}")
  @MethodSource("references")
  void activationsAreTorchvisionsInEvaluation(
      String name, ResNet resnet, LayerKit kit, int size, Head head, JsonNode reference) {
    ComputationGraph network = network(resnet, kit, size, head);
    INDArray images = input(reference, size);
    // Deeplearning4j's ReLU works in place when it evaluates, so bn1 is looked at without it.
    INDArray bn1 = network.feedForward(new INDArray[] {images}, 2, false, true).get("bn1");
    Map<String, INDArray> activations = network.feedForward(images, false);
    activations.put("bn1", bn1);
    assertActivations(activations, head, reference.get(nameOf(head)).get("eval"), SINGLE);
  }

  @ParameterizedTest(name = "{0}, {3} pixels, {4}")
  @MethodSource("references")
  void logitsAreTorchvisionsInAnEvaluator(
      String name, ResNet resnet, LayerKit kit, int size, Head head, JsonNode reference) {
    Evaluator evaluator = new Evaluator(network(resnet, kit, size, head), "logits");
    INDArray logits = evaluator.now().apply(input(reference, size));
    new Summary(reference.get(nameOf(head)).get("eval").get("fc"), SINGLE)
        .assertIsThatOf("logits", logits);
  }

  @Test
  void aFixedBodyIsEvaluatedAsAnyOther() {
    for (LayerKit kit : kits()) {
      ComputationGraph network =
          ResNet.RESNET_18.builder(kit).imageSize(32).bodyFixed(true).build().init();
      INDArray images = Nd4j.randn(DataType.FLOAT, 3, 3, 32, 32);
      INDArray expected =
          network.output(List.of("logits"), false, new INDArray[] {images}, null)[0];
      INDArray logits = new Evaluator(network, "logits").now().apply(images);
      assertThat(logits.sub(expected).amaxNumber().doubleValue())
          .as(kit.getClass().getSimpleName())
          .isLessThan(1e-5 * expected.amaxNumber().doubleValue());
    }
  }

  @ParameterizedTest(name = "{0}, {3} pixels, {4}")
  @MethodSource("references")
  void activationsAreTorchvisionsInTraining(
      String name, ResNet resnet, LayerKit kit, int size, Head head, JsonNode reference) {
    ComputationGraph network = network(resnet, kit, size, head);
    Map<String, INDArray> activations = network.feedForward(input(reference, size), true);
    double tolerance = resnet.equals(ResNet.RESNET_18) ? SINGLE : SINGLE_DEEPER;
    assertActivations(activations, head, reference.get(nameOf(head)).get("train"), tolerance);
  }

  @ParameterizedTest(name = "{0}, {3} pixels, {4}")
  @MethodSource("references")
  void lossAndGradientsAreTorchvisions(
      String name, ResNet resnet, LayerKit kit, int size, Head head, JsonNode reference)
      throws IOException {
    JsonNode single = reference.get(nameOf(head));
    JsonNode precise =
        read("%s-%spx-float64.json".formatted(resnet.name(), size)).get(nameOf(head));
    ComputationGraph network = network(resnet, kit, size, head);
    Map<String, Double> norms = gradientNorms(network, reference, size);
    double loss = precise.get("loss").asDouble();
    assertThat(network.score()).isEqualTo(loss, within(1e-5 * loss));
    assertNorms(
        norms,
        precise,
        (parameter, norm) -> {
          double inSingle = single.get("gradients").get(parameter).get("l2").asDouble();
          return ofGradients(resnet) * norm + Math.abs(norm - inSingle) + 1e-6;
        });
  }

  /** Of Deeplearning4j's own layers: oneDNN has no double precision. */
  @ParameterizedTest
  @EnumSource
  void lossAndGradientsAreTorchvisionsInDoublePrecision(Head head) throws IOException {
    JsonNode precise = read("resnet18-32px-float64.json").get(nameOf(head));
    ComputationGraph network =
        network(ResNet.RESNET_18, new StockKit(), 32, head).convertDataType(DataType.DOUBLE);
    Map<String, Double> norms = gradientNorms(network, read("resnet18-32px.json"), 32);
    double loss = precise.get("loss").asDouble();
    assertThat(network.score()).isEqualTo(loss, within(1e-9 * loss));
    assertNorms(norms, precise, (parameter, norm) -> 1e-8 * norm);
  }

  /**
   * @param tolerance for a parameter, by torchvision's name, whose gradient has this norm
   */
  private static void assertNorms(
      Map<String, Double> norms, JsonNode expected, ToDoubleBiFunction<String, Double> tolerance) {
    expected
        .get("gradients")
        .properties()
        .forEach(
            entry -> {
              String parameter = entry.getKey();
              double norm = entry.getValue().asDouble();
              assertThat(norms.get(parameter))
                  .as(parameter)
                  .isEqualTo(norm, within(tolerance.applyAsDouble(parameter, norm)));
            });
  }

  /** By torchvision's names. */
  private static Map<String, Double> gradientNorms(
      ComputationGraph network, JsonNode reference, int size) {
    network.setInput(0, input(reference, size).castTo(network.params().dataType()));
    network.setLabels(labels(reference));
    network.computeGradientAndScore();
    Map<String, Double> norms = new LinkedHashMap<>();
    network
        .gradient()
        .gradientForVariable()
        .forEach(
            (parameter, gradient) ->
                norms.put(
                    FormulaWeights.referenceName(StateDict.torchName(network, parameter)),
                    norm(gradient)));
    return norms;
  }

  /** In double precision: ND4J's own sum of two million squares is off by a thousandth. */
  private static double norm(INDArray values) {
    double squares = 0;
    for (double value : values.dup('c').data().asDouble()) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void hasTorchvisionsNumberOfTrainableParameters() {
    // All: sum(p.numel() for p in torchvision.models.resnet18(num_classes=n).parameters())
    assertThat(trainable(ResNet.RESNET_18, 1000)).isEqualTo(11_689_512);
    assertThat(trainable(ResNet.RESNET_18, 10)).isEqualTo(11_181_642);
    // num_params of torchvision's ResNet34_Weights
    assertThat(trainable(ResNet.RESNET_34, 1000)).isEqualTo(21_797_672);
  }

  @Test
  void namesItsVerticesByTheirPlace() {
    assertThat(ResNet.RESNET_18.architecture(Head.LINEAR).vertices())
        .startsWith("conv1", "bn1", "relu", "maxpool", "conv2_1.conv1")
        .contains("conv2_x", "conv3_1.downsample.conv", "conv5_2.add", "conv5_x")
        .endsWith("head.avgpool", "logits");
  }

  @Test
  void itsPartsAreTheFirstConvolutionTheStagesAndTheHead() {
    for (ResNet resnet : ResNet.ALL) {
      Architecture architecture = resnet.architecture(Head.CONCAT_POOL);
      assertThat(architecture.parts()).extracting(Part::name).isEqualTo(resnet.parts());
      assertThat(architecture.vertices())
          .containsAll(resnet.watched())
          .contains(
              architecture.logits().orElseThrow(), architecture.firstConvolution().orElseThrow());
      assertThat(architecture.partOf("maxpool").name()).isEqualTo("conv1");
      assertThat(architecture.partOf("conv3_2.add").name()).isEqualTo("conv3_x");
      assertThat(architecture.partOf("logits").name()).isEqualTo("head");
      assertThat(architecture.partOf("input").name()).as("of no part").isEqualTo("input");
    }
    // He et al., table 1: 6 blocks of two layers in conv4_x
    assertThat(ResNet.RESNET_34.architecture(Head.LINEAR).partOf("conv4_x").vertices())
        .contains("conv4_6.conv2")
        .doesNotContain("conv4_7.conv1");
  }

  @Test
  void theSameSeedGivesTheSameParameters() {
    assertThat(small(1).params()).isEqualTo(small(1).params()).isNotEqualTo(small(2).params());
  }

  @Test
  void convolutionsStartAsKaimingNormalByFanOut() {
    INDArray weights = small(1).getParam("conv3_1.conv2_W");
    // He et al. 2015: std = sqrt(2 / fan-out), fan-out = 128 * 3 * 3
    assertThat(weights.stdNumber().doubleValue())
        .isEqualTo(Math.sqrt(2.0 / (128 * 9)), within(0.0005));
    assertThat(weights.meanNumber().doubleValue()).isEqualTo(0, within(0.0005));
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    assertThatThrownBy(() -> ResNet.RESNET_18.builder(new StockKit()).imageSize(31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }

  private static ComputationGraph small(long seed) {
    return ResNet.RESNET_18
        .builder(new StockKit())
        .head(Head.CONCAT_POOL)
        .classes(10)
        .imageSize(32)
        .seed(seed)
        .build()
        .init();
  }

  private static long trainable(ResNet resnet, int classes) {
    ComputationGraph network =
        resnet.builder(new StockKit()).classes(classes).imageSize(32).build().init();
    return network.paramTable().entrySet().stream()
        .filter(entry -> !entry.getKey().endsWith("_mean") && !entry.getKey().endsWith("_var"))
        .mapToLong(entry -> entry.getValue().length())
        .sum();
  }

  /** In the reference. */
  private static String nameOf(Head head) {
    return head == Head.LINEAR ? "linear" : "concat-pool";
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream json = ResNetTest.class.getResourceAsStream(resource)) {
      return JsonMapper.shared().readTree(json);
    }
  }

  private static ComputationGraph network(ResNet resnet, LayerKit kit, int size, Head head) {
    ComputationGraph network =
        resnet.builder(kit).head(head).classes(10).imageSize(size).dropout(false).build().init();
    FormulaWeights.fill(network);
    return network;
  }

  private static INDArray input(JsonNode reference, int size) {
    int batch = reference.get("input").get("shape").get(0).asInt();
    return Nd4j.createFromArray(FormulaWeights.input(batch, size)).reshape(batch, 3, size, size);
  }

  private static INDArray labels(JsonNode reference) {
    int batch = reference.get("input").get("shape").get(0).asInt();
    INDArray labels = Nd4j.zeros(batch, 10);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % 10, 1);
    }
    return labels;
  }

  private static void assertActivations(
      Map<String, INDArray> activations, Head head, JsonNode expected, double tolerance) {
    VERTICES.forEach(
        (module, vertex) ->
            new Summary(expected.get(module), tolerance)
                .assertIsThatOf(vertex, activations.get(vertex)));
    String pooled = head == Head.LINEAR ? "head.avgpool" : "head.pool";
    new Summary(expected.get("avgpool"), tolerance).assertIsThatOf(pooled, activations.get(pooled));
  }
}
