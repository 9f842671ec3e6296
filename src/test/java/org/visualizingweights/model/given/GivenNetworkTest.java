package org.visualizingweights.model.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.visualizingweights.UserError;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.ResNet;

/** Networks that Deeplearning4j saved. */
class GivenNetworkTest {
  @TempDir Path folder;

  private static MultiLayerNetwork stackOf(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1)).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerConfiguration configuration = list.setInputType(input).build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private String problem(MultiLayerNetwork network) {
    return catchThrowableOfType(UnusableFile.class, () -> Given.saved(network, folder))
        .getMessage();
  }

  @Test
  void aStackOfLayersIsAGraph() throws Exception {
    Path file = Given.save(Given.stack(), folder);
    GivenNetwork network = GivenNetwork.read(file);

    assertThat(network.name()).isEqualTo(file.toString());
    assertThat(network.title()).isEqualTo("my-network.zip");
    assertThat(network.vertices())
        .containsExactly("first", "layer1", "layer2", "second", "layer4", "layer5");
    assertThat(network.parts()).containsExactly("first", "layer1", "second", "layer4", "layer5");
    assertThat(network.body()).containsExactly("first", "layer1", "second", "layer4");
    assertThat(network.head()).isEqualTo("layer5");
    assertThat(network.firstConvolution()).contains("first");
    assertThat(network.hasWeights()).isTrue();
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(network.file().orElseThrow().sha256())
          .isEqualTo(Map.of("my-network.zip", Fingerprint.sha256(in)));
    }
  }

  @Test
  void isTheSameWhereItsFileIs() throws Exception {
    GivenNetwork network = Given.saved(Given.stack(), folder);

    assertThat(GivenNetwork.read(Path.of(network.name())))
        .isEqualTo(network)
        .hasSameHashCodeAs(network);
    assertThat(Given.saved(Given.graph(), folder)).isNotEqualTo(network);
    assertThat(GivenNetwork.ofZoo("lenet")).isEqualTo(GivenNetwork.ofZoo("lenet"));
  }

  @Test
  void wishesAreOfParts() throws Exception {
    GivenNetwork network = Given.saved(Given.stack(), folder);

    assertThatThrownBy(() -> network.mistakes(Given.frozen(network, Set.of("third"))))
        .isInstanceOf(IllegalArgumentException.class);
    Wishes own = Given.asItIs(network);
    Wishes incomplete = new Wishes(12, 5, Map.of("first", 0.1), own.optimizer(), Set.of(), true, 7);
    assertThatThrownBy(() -> network.make(incomplete)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGraphKeepsItsNames() throws Exception {
    GivenNetwork network = Given.saved(Given.graph(), folder);

    assertThat(network.vertices())
        .containsExactlyInAnyOrder("first", "norm", "second", "left", "both", "dense", "classes");
    assertThat(network.parts())
        .containsExactlyInAnyOrder("first", "norm", "second", "left", "dense", "classes");
    assertThat(network.vertices()).endsWith("both", "dense", "classes");
    assertThat(network.head()).isEqualTo("classes");
  }

  /** As {@code export --deeplearning4j} writes it. */
  @Test
  void anExportedResNetIsReadAsAnyOther() throws Exception {
    ComputationGraph exported =
        ResNet.RESNET_18
            .builder(new StockKit())
            .stockLoss()
            .classes(Given.CLASSES)
            .imageSize(32)
            .build()
            .init();
    GivenNetwork network = Given.saved(exported, folder);

    assertThat(network.head()).isEqualTo("logits");
    assertThat(network.firstConvolution()).contains("conv1");
    assertThat(network.vertices())
        .contains("conv2_1.conv1", "conv5_x")
        .endsWith("head.avgpool", "logits", "loss");
    assertThat(network.input().takes(32)).isTrue();
    INDArray images = Given.images(32);
    assertThat(network.make(Given.asItIs(network)).graph().output(images)[0].toFloatMatrix())
        .isDeepEqualTo(exported.output(images)[0].toFloatMatrix());
  }

  @Test
  void whatIsNotReadIsSaid() throws Exception {
    MultiLayerNetwork network = Given.stack();
    Given.repeat(2, i -> network.fit(Given.images(Given.SIZE), Given.labels(Given.CLASSES)));
    Path path = Given.save(network, folder);
    File file = path.toFile();
    NormalizerStandardize normalizer = new NormalizerStandardize();
    normalizer.fit(new DataSet(Given.images(Given.SIZE), Given.labels(Given.CLASSES)));
    ModelSerializer.addNormalizerToModel(file, normalizer);
    ModelSerializer.addObjectToFile(file, "labels", "a Java object");

    assertThat(GivenNetwork.read(path).remarks())
        .containsExactly(
            "normalizer.bin is not read: images are normalised as the data set's are",
            "updaterState.bin is not read: its optimizer starts anew",
            "'objects/labels': not read, as only Java itself could, by running it",
            "it was trained for 2 steps before; its steps are counted from 0 again");
  }

  @Test
  void aJavaObjectIsNeverMade() throws Exception {
    Path path = folder.resolve("network.zip");
    MultiLayerNetwork network = Given.stack();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(network.getLayerWiseConfigurations().toJson().getBytes());
      zip.putNextEntry(new ZipEntry("preprocessor.bin"));
      zip.write(1); // at which Java itself would fail
    }
    GivenNetwork read = GivenNetwork.read(path);

    assertThat(read.hasWeights()).isFalse();
    assertThat(read.remarks())
        .containsExactly("'preprocessor.bin': not read, as only Java itself could, by running it");
    assertThat(read.make(Given.asItIs(read)).graph().numParams()).isEqualTo(network.numParams());
  }

  @Test
  void anArchitectureAloneGetsFreshWeightsOfTheSeed() throws Exception {
    ComputationGraph unmade = new ComputationGraph(Given.graph().getConfiguration().clone());
    Path path = folder.resolve("network.zip");
    ModelSerializer.writeModel(unmade, path.toFile(), false);
    GivenNetwork network = GivenNetwork.read(path);
    Wishes own = Given.asItIs(network);
    Wishes pretrained =
        new Wishes(own.imageSize(), 5, Map.of(), Optional.empty(), Set.of(), true, 7);

    assertThat(network.hasWeights()).isFalse();
    assertThat(Given.parameters(network.make(own).graph()))
        .isEqualTo(Given.parameters(network.make(own).graph()));
    assertThat(network.mistakes(pretrained))
        .containsExactly(Map.entry("pretrained", "network.zip comes without weights; say false"));
    assertThatThrownBy(() -> network.make(pretrained)).isInstanceOf(UserError.class);
  }

  @Test
  void theHeadAloneIsMadeAnewForOtherClasses() throws Exception {
    MultiLayerNetwork stack = Given.stack();
    GivenNetwork network = Given.saved(stack, folder);
    GivenGraph given = network.make(Given.asItIs(network, 3));

    assertThat(given.announcements())
        .containsExactly("layer5 is made anew, with 3 outputs instead of 5, one for each class");
    assertThat(given.graph().getParam("layer5_W").shape()).containsExactly(8, 3);
    assertThat(given.graph().getParam("first_W").dup().data().asFloat())
        .isEqualTo(stack.getParam("0_W").dup().data().asFloat());
    assertThat(given.graph().getParam("layer4_W").toFloatMatrix())
        .isDeepEqualTo(stack.getParam("4_W").toFloatMatrix());
    Given.train(given, network.input(), 1);
    assertThat(given.graph().score()).isFinite();
  }

  @Test
  void aHeadThatIsAConvolutionIsFittedToo() throws Exception {
    GivenNetwork network =
        Given.saved(
            stackOf(
                InputType.convolutional(Given.SIZE, Given.SIZE, 3),
                Given.convolution("body", 4),
                Given.convolution("classes", 5),
                new GlobalPoolingLayer(PoolingType.AVG),
                new ActivationLayer(Activation.SOFTMAX),
                new LossLayer.Builder(LossFunction.MCXENT).build()),
            folder);
    GivenGraph given = network.make(Given.asItIs(network, 4));

    assertThat(network.head()).isEqualTo("classes");
    assertThat(given.graph().output(Given.images(32))[0].shape()).containsExactly(4, 4);
    assertThat(network.input().problem(4)).contains("takes images of at least 5 pixels, not of 4");
  }

  @Test
  void aHeadThatCannotBeFittedIsNamed() {
    assertThat(
            problem(
                stackOf(
                    InputType.convolutional(8, 8, 3),
                    Given.convolution("body", 5),
                    new BatchNormalization.Builder().name("norm").build(),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    new ActivationLayer(Activation.SOFTMAX),
                    new LossLayer.Builder(LossFunction.MCXENT).build())))
        .isEqualTo(
            "is of a network whose last layer cannot be fitted to classes: norm is no layer with a"
                + " number of outputs");
  }

  @Test
  void aLossThatIsForOtherClassesIsNamed() throws Exception {
    GivenNetwork network =
        Given.saved(
            stackOf(
                InputType.convolutional(8, 8, 3),
                new OutputLayer.Builder(new LossMCXENT(Nd4j.createFromArray(1f, 2f, 1f, 1f, 1f)))
                    .nOut(5)
                    .activation(Activation.SOFTMAX)
                    .build()),
            folder);

    Given.train(network.make(Given.asItIs(network)), network.input(), 1);
    assertThatThrownBy(() -> network.make(Given.asItIs(network, 4)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "network: my-network.zip cannot be trained on 4 classes: its loss, LossMCXENT, cannot"
                + " compare 4 classes: ");
  }

  @Test
  void whatIsNoClassifierOfImagesIsNamed() {
    assertThat(
            problem(
                stackOf(
                    InputType.convolutional(8, 8, 3),
                    Given.convolution("body", 5),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    new ActivationLayer.Builder()
                        .activation(Activation.SOFTMAX)
                        .name("end")
                        .build())))
        .isEqualTo(
            "is of a network that cannot be trained on classes: end is no output layer with a loss");
    assertThat(
            problem(
                stackOf(
                    InputType.recurrent(3),
                    new LSTM.Builder().nOut(4).build(),
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(5)
                        .activation(Activation.SOFTMAX)
                        .build())))
        .startsWith("is of a network that takes no images of 1 or 3 channels");
    assertThat(
            problem(
                stackOf(
                    InputType.convolutional(8, 8, 4),
                    Given.convolution("first", 5),
                    Given.output(5))))
        .isEqualTo(
            "is of a network that takes no images of 1 or 3 channels, as high as wide: with 3 x 224"
                + " x 224, first takes 4, not 3");
    assertThat(
            problem(
                stackOf(
                    InputType.convolutional(8, 8, 3),
                    new AutoEncoder.Builder().name("code").nOut(5).build(),
                    Given.output(5))))
        .isEqualTo("has a layer that is to be pretrained without labels, code, which is not done");
    MultiLayerNetwork truncated = Given.stack();
    truncated.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
    assertThat(problem(truncated))
        .isEqualTo("is of a network for sequences: it asks for truncated backpropagation");
  }

  @Test
  void severalInputsAreNamed() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("classes", Given.output(5), "left", "right")
                .setOutputs("classes")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(3))
                .build());
    network.init();

    assertThatThrownBy(() -> Given.saved(network, folder))
        .isInstanceOf(UnusableFile.class)
        .hasMessage(
            "is of a network with 2 inputs, 'left', 'right'; only one with one can be trained on"
                + " images and their classes");
  }

  @Test
  void aNameThatCannotBeShownIsRefused() {
    assertThat(
            problem(
                stackOf(
                    InputType.convolutional(8, 8, 3),
                    Given.convolution("first\u001b[2J", 5),
                    Given.output(5))))
        .isEqualTo("has a vertex whose name cannot be shown, 'first?[2J'; call it otherwise");
  }

  @Test
  void theFileFixesTheSizeOfImagesWhereItsWeightsDo() throws Exception {
    Input fixed = Given.saved(Given.stack(), folder).input();

    // 12 or 13, as the pooling leaves out what is left over.
    assertThat(fixed.sizes()).containsExactly(12, 13);
    assertThat(fixed.sizeFor(32)).isEqualTo(12);
    assertThat(fixed.sizeFor(13)).isEqualTo(13);
    assertThat(fixed.problem(13)).isEmpty();
    assertThat(fixed.problem(32)).contains("takes images of 12 to 13 pixels, not of 32");
  }

  @ParameterizedTest
  @CsvSource({"1, NCHW", "3, NCHW", "1, NHWC", "3, NHWC"})
  void imagesAreMadeWhatTheNetworkTakes(int channels, CNN2DFormat format) throws Exception {
    MultiLayerNetwork stack =
        stackOf(
            InputType.convolutional(8, 8, channels, format),
            new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(format).build(),
            new DenseLayer.Builder().nOut(6).build(),
            Given.output(5));
    GivenNetwork network = Given.saved(stack, folder);
    INDArray images = Given.images(8);
    INDArray taken = network.input().of(images);

    assertThat(network.input().channels()).isEqualTo(channels);
    INDArray channelsFirst = format == CNN2DFormat.NHWC ? taken.permute(0, 3, 1, 2) : taken;
    assertThat(channelsFirst.shape()).containsExactly(Given.BATCH, channels, 8, 8);
    if (channels == 3) {
      assertThat(channelsFirst.equals(images)).isTrue();
    } else {
      float grey =
          0.299f * images.getFloat(1, 0, 2, 3)
              + 0.587f * images.getFloat(1, 1, 2, 3)
              + 0.114f * images.getFloat(1, 2, 2, 3);
      assertThat(channelsFirst.getFloat(1, 0, 2, 3)).isCloseTo(grey, within(1e-6f));
    }
    GivenGraph given = network.make(Given.asItIs(network));
    assertThat(given.graph().output(taken)[0].toFloatMatrix())
        .isDeepEqualTo(stack.output(taken).toFloatMatrix());
    Given.train(given, network.input(), 1);
    assertThat(given.graph().score()).isFinite();
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "3, 6"})
  void imagesMayBeWantedInOneRow(int channels, int size) throws Exception {
    MultiLayerNetwork stack =
        stackOf(
            InputType.feedForward(channels * size * size),
            new DenseLayer.Builder().nOut(6).build(),
            Given.output(5));
    GivenNetwork network = Given.saved(stack, folder);

    assertThat(network.input().layout()).isEqualTo(Input.ImageLayout.FLAT);
    assertThat(network.input().channels()).isEqualTo(channels);
    assertThat(network.input().sizes()).containsExactly(size);
    assertThat(network.input().of(Given.images(size)).shape())
        .containsExactly(Given.BATCH, (long) channels * size * size);
    Given.train(network.make(Given.asItIs(network)), network.input(), 1);
  }

  @Test
  void imagesAreOfTheNetworksPrecision() throws Exception {
    Input input = Given.saved(Given.stack(s -> s.dataType(DataType.DOUBLE)), folder).input();

    assertThat(input.of(Given.images(12)).dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(input.labels(Given.labels(5)).dataType()).isEqualTo(DataType.DOUBLE);
    INDArray images = Given.images(12);
    assertThat(Given.saved(Given.stack(), folder).input().of(images)).isSameAs(images);
  }

  @Test
  void whatIsUpdatedByItsGradientAloneHasNoLearningRate() throws IOException, UnusableFile {
    GivenNetwork network = Given.saved(Given.stack(all -> all.updater(new NoOp())), folder);

    assertThat(network.mistakes(Given.atRate(network, 0.1, Optional.empty())))
        .hasEntrySatisfying(
            "lr",
            why -> assertThat(why).contains("is updated by NoOp, which has no learning rate"));
    assertThat(network.mistakes(Given.asItIs(network))).isEmpty();
  }

  @Test
  void halvesAreTrainedWithAnOptimizerThatDoesNotDivideByZeroInThem()
      throws IOException, UnusableFile {
    GivenNetwork network =
        Given.saved(Given.stack(all -> all.dataType(DataType.HALF).updater(new Sgd(0.01))), folder);

    assertThat(network.mistakes(adamOf(network, 1e-8)))
        .hasEntrySatisfying(
            "optimizer", why -> assertThat(why).contains("half precision").contains("eps: 0.0001"));
    assertThat(network.mistakes(adamOf(network, 1e-4))).isEmpty();
    GivenGraph made = network.make(adamOf(network, 1e-4));
    Given.train(made, network.input(), 3);
    assertThat(Given.parameters(made.graph())).doesNotContain(Double.NaN);
  }

  private static Wishes adamOf(GivenNetwork network, double epsilon) {
    return Given.atRate(network, 0.001, Optional.of(Optimizer.adamW(0.9, 0.999, epsilon, 0.01)));
  }

  /** Deeplearning4j passes over what it does not know, be it of a later version or misspelt. */
  @Test
  void whatDeeplearning4jDoesNotKnowIsSaid() throws Exception {
    String json =
        Given.stack()
            .getLayerWiseConfigurations()
            .toJson()
            .replaceFirst(
                "\"hasBias\" : true",
                "\"hasBias\" : true, \"labelSmoothing\" : 0.1, \"off\" : false, \"none\" : [ ]");
    assertThat(architecture(json).remarks())
        .containsExactly(
            "its configuration says 'confs.0.layer.labelSmoothing': not done, as this version of"
                + " Deeplearning4j does not know it");
    assertThat(architecture(Given.graph().getConfiguration().toJson()).remarks()).isEmpty();
  }

  private GivenNetwork architecture(String json) throws IOException, UnusableFile {
    Path path = folder.resolve("network.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return GivenNetwork.read(path);
  }

  @Test
  void weightsThatAreNotFiniteAreSaid() throws Exception {
    MultiLayerNetwork network = Given.stack();
    network.params().putScalar(3, Float.NaN);
    network.params().putScalar(5, Float.NEGATIVE_INFINITY);
    GivenNetwork saved = Given.saved(network, folder);

    assertThat(saved.make(Given.asItIs(saved)).announcements())
        .containsExactly("2 weights in its file: NaN or infinite");
  }

  @Test
  void anAlgorithmThatRemembersItsStepsIsRefused() {
    assertThatThrownBy(
            () ->
                Given.saved(
                    Given.stack(s -> s.optimizationAlgo(OptimizationAlgorithm.LBFGS)), folder))
        .isInstanceOf(UnusableFile.class)
        .hasMessage(
            "is of a network that is trained by LBFGS; only stochastic gradient descent, with"
                + " whatever updater, is done");
  }

  /** Of a loss with centers, Deeplearning4j has one of a batch, but fails at that of an image. */
  @Test
  void whatCannotBeValidatedIsNamed() throws Exception {
    GivenNetwork network =
        Given.saved(
            Given.stackOf(
                Given.convolution("first", 4),
                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .nOut(Given.CLASSES)
                    .build()),
            folder);

    assertThatThrownBy(() -> network.make(Given.asItIs(network)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("network: my-network.zip cannot be validated: ");
  }
}
