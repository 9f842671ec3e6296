package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.FormulaWeights;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.Summary;
import org.visualizingweights.model.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file of weights that comes with the project, and where the system property {@code data.dir}
 * has it, the file in single precision that it was made of.
 *
 * <p>imagenet-mlnet-64px.json was computed in double precision by PyTorch, from the file in single
 * precision and the input of {@link FormulaWeights}.
 */
class ImageNetMlnetTest {
  private static final String POOLED = "head.avgpool";
  private static final Map<String, String> VERTICES = new LinkedHashMap<>();

  static {
    VERTICES.put("conv1", "conv1");
    VERTICES.put("bn1", "bn1");
    VERTICES.put("layer1", "conv2_x");
    VERTICES.put("layer2", "conv3_x");
    VERTICES.put("layer3", "conv4_x");
    VERTICES.put("layer4", "conv5_x");
    VERTICES.put("features (mean over height and width)", POOLED);
  }

  @TempDir static Path folder;

  @Test
  void theFileIsTheOneThatTheSettingsName() {
    assertThat(included().provenance().sha256())
        .containsExactly(
            Map.entry(
                "resnet18-imagenet-mlnet-half.safetensors",
                "cff2eaaea564a5446065328f806fc27039b1e7be34473a299ad5ddee3487efaf"));
  }

  @Test
  void itsFeaturesAreThoseOfTheReference() throws IOException {
    assertFeatures(network(kit(), included()), 1e-2);
  }

  @Test
  void thoseOfTheOriginalAreTheSameInSinglePrecision() throws IOException {
    assertFeatures(network(kit(), original()), 5e-4);
  }

  @Test
  void andInDoublePrecision() throws IOException {
    assertFeatures(network(new StockKit(), original()).convertDataType(DataType.DOUBLE), 1e-4);
  }

  @Test
  void everyKernelIsTheOriginalsRoundedAndAllElseIsTheOriginals() {
    Map<String, Tensor> rounded = included().tensors();
    Map<String, Tensor> exact = original().tensors();
    assertThat(rounded).hasSize(120).containsOnlyKeys(exact.keySet());
    exact.forEach(
        (name, tensor) -> {
          float[] expected = tensor.values();
          float[] found = rounded.get(name).values();
          assertThat(found).as(name).hasSameSizeAs(expected);
          boolean kernel = tensor.shape().length == 4;
          for (int i = 0; i < expected.length; i++) {
            // IEEE 754's half has 11 significant bits, and none below 2 to the power of -24.
            double rounding = Math.max(Math.abs(expected[i]) * 0x1p-11, 0x1p-25);
            double allowed = kernel ? rounding : 0;
            assertThat(Math.abs((double) found[i] - expected[i]) <= allowed)
                .as("%s, %s: %s for %s", name, i, found[i], expected[i])
                .isTrue();
          }
        });
  }

  @Test
  void onPhotographsBothMakeTheSameFeatures() throws IOException {
    INDArray images = photographs(32);
    INDArray expected = features(network(kit(), original()), images);
    INDArray off = features(network(kit(), included()), images).sub(expected);
    double rootMeanSquare = off.norm2Number().doubleValue() / Math.sqrt(off.length());
    assertThat(rootMeanSquare).isLessThan(0.005 * expected.stdNumber().doubleValue());
  }

  private static void assertFeatures(ComputationGraph network, double tolerance)
      throws IOException {
    INDArray input =
        Nd4j.createFromArray(FormulaWeights.input(4, 64))
            .reshape(4, 3, 64, 64)
            .castTo(network.params().dataType());
    // Deeplearning4j's ReLU works in place when it evaluates, so bn1 is looked at without it.
    INDArray bn1 = network.feedForward(new INDArray[] {input}, 2, false, true).get("bn1");
    Map<String, INDArray> activations = network.feedForward(input, false);
    activations.put("bn1", bn1);
    JsonNode reference = JsonMapper.shared().readTree(Resources.bytes("imagenet-mlnet-64px.json"));
    VERTICES.forEach(
        (module, vertex) ->
            new Summary(reference.get("vertices").get(module), tolerance)
                .assertIsThatOf(vertex, activations.get(vertex)));
  }

  private static INDArray features(ComputationGraph network, INDArray images) {
    return network.feedForward(images, false).get(POOLED);
  }

  private static LayerKit kit() {
    return OneDnnKit.obstacle().isEmpty() ? new OneDnnKit() : new StockKit();
  }

  private static ComputationGraph network(LayerKit kit, Weights weights) {
    ComputationGraph network =
        ResNet.RESNET_18.builder(kit).head(Head.LINEAR).classes(10).imageSize(64).build().init();
    assertThat(weights.putInto(network, ResNet.RESNET_18.torchvision())).as("the head").isPresent();
    return network;
  }

  private static Weights included() {
    Settings settings = Settings.read(new ConfigFolder(Path.of("config")), new Properties());
    return new PretrainedWeights(
            ResNet.RESNET_18, settings.data(), settings.weights(), Console.SILENT)
        .open(PretrainedWeights.IMAGENET_MLNET, Optional.empty());
  }

  private static Weights original() {
    return PretrainedWeights.read(required("weights/resnet18-imagenet-mlnet.safetensors"));
  }

  private static Path required(String file) {
    Path path = Path.of(System.getProperty("data.dir", "")).resolve(file);
    assumeTrue(
        Files.isRegularFile(path), "the system property data.dir names no folder that has " + file);
    return path;
  }

  /** 64 photographs, {@code [64, 3, size, size]}, normalised. */
  private static INDArray photographs(int size) throws IOException {
    Path archive = required("cifar10-subset.tar");
    Path images = folder.resolve("photographs");
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        if (entry.isFile() && entry.getName().contains("test/")) {
          Path file = images.resolve(Path.of(entry.getName()).normalize());
          Files.createDirectories(file.getParent());
          Files.write(file, tar.readAllBytes());
        }
      }
    }
    ImageSet set =
        new DataSets(new DataSettings(List.of(), folder, Map.of()), Console.SILENT)
            .open(images.resolve("test").toString(), size, 0);
    int[] spread = IntStream.range(0, 64).map(i -> i * (set.size() / 64)).toArray();
    try (Batches batches =
        Batches.validation(set, spread, new BatchSettings(size, 64, false, 0, 1))) {
      return batches.epoch(0).next().images().dup();
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    return tar.getNextTarEntry();
  }
}
