package org.visualizingweights.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.UserError;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.ElementType;
import org.visualizingweights.model.weights.Safetensors;
import org.visualizingweights.run.SmoothedLoss;
import org.visualizingweights.training.OptimizerSettings.Algorithm;

class CheckpointsTest {
  private static final TrainingState STATE =
      new TrainingState(7, 1, 3, new SmoothedLoss(1 / 3.0, 2), 0.1, 4);

  @TempDir Path folder;

  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"ADAMW, NONE, ONE_DNN", "ADAMW, NONE, STOCK", "SGD, BODY, ONE_DNN"})
  void trainingGoesOnFromACheckpointAsIfItHadNeverStopped(
      Algorithm algorithm, String frozen, String kit) {
    Freeze freeze = frozen.equals("BODY") ? Freeze.BODY : Freeze.NONE;
    ComputationGraph network = network(algorithm, freeze, kit(kit));
    for (int i = 0; i < 3; i++) {
      step(network, i);
    }
    save(1, network, STATE);
    List<Double> losses = List.of(step(network, 3), step(network, 4));

    ComputationGraph other = network(algorithm, freeze, kit(kit));
    step(other, 9);
    Checkpoint checkpoint = newest().orElseThrow();
    assertThat(checkpoint.state()).isEqualTo(STATE);
    checkpoint.restore(other);
    other.getConfiguration().setIterationCount(3);

    assertThat(List.of(step(other, 3), step(other, 4))).isEqualTo(losses);
    assertThat(other.params().equalsWithEps(network.params(), 0)).isTrue();
    assertThat(other.getUpdater().getStateViewArray())
        .isEqualTo(network.getUpdater().getStateViewArray());
  }

  /**
   * Without dropout, which draws otherwise, and running variances, which Deeplearning4j has biased.
   * All that is left is how the layers round.
   */
  @ParameterizedTest
  @CsvSource({
    "ADAMW, NONE, ONE_DNN, STOCK",
    "ADAMW, NONE, STOCK, ONE_DNN",
    "ADAMW, BODY, ONE_DNN, STOCK",
    "SGD, NONE, ONE_DNN, STOCK"
  })
  void trainingGoesOnWithOtherLayersAsWithItsOwn(
      Algorithm algorithm, String frozen, String kit, String otherKit) {
    Freeze freeze = frozen.equals("BODY") ? Freeze.BODY : Freeze.NONE;
    ComputationGraph network = network(algorithm, freeze, Head.LINEAR, kit(kit));
    for (int i = 0; i < 3; i++) {
      step(network, i);
    }
    save(1, network, STATE);
    ComputationGraph other = network(algorithm, freeze, Head.LINEAR, kit(otherKit));
    step(other, 9);
    Checkpoint checkpoint = newest().orElseThrow();

    checkpoint.restore(other);
    Checkpoint restored = Checkpoint.of(other, STATE);
    assertThat(restored.layout()).isEqualTo(checkpoint.layout());
    assertThat(Arrays.equals(restored.optimizer(), checkpoint.optimizer())).isTrue();
    assertThat(distance(restored.parameters(), checkpoint.parameters())).isZero();
    step(network, 3);
    other.getConfiguration().setIterationCount(3);
    step(other, 3);
    Map<String, Tensor> before = checkpoint.parameters();
    Map<String, Tensor> after = StateDict.of(network);
    assertThat(distance(after, StateDict.of(other))).isLessThan(0.1 * distance(after, before));
  }

  private static double distance(Map<String, Tensor> some, Map<String, Tensor> others) {
    double sum = 0;
    for (String name : some.keySet().stream().filter(n -> !n.contains(".running_")).toList()) {
      float[] values = some.get(name).values();
      for (int i = 0; i < values.length; i++) {
        sum += Math.pow(values[i] - others.get(name).values()[i], 2);
      }
    }
    return Math.sqrt(sum);
  }

  @Test
  void frozenConvolutionsHaveNoOptimiserState() {
    ComputationGraph network = network(Algorithm.ADAMW, Freeze.BODY, new StockKit());
    long convolutions =
        network.paramTable().entrySet().stream()
            .filter(entry -> entry.getKey().matches("conv.*_W"))
            .mapToLong(entry -> entry.getValue().length())
            .sum();
    // torchvision's ResNet-18 has 11,166,912 weights in its convolutions and 9,600 values in its
    // batch norms; running statistics, as many again, are not trained.
    assertThat(convolutions).isEqualTo(11_166_912);
    assertThat(network.getUpdater().getStateViewArray().length())
        .isEqualTo(2 * (9_600 + 512 * 2 + 2));
  }

  @Test
  void theNewestStayAndTheRestGoes() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("step-0000001.safetensors.part"), "of one that was killed");
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    for (int iteration = 1; iteration <= 3; iteration++) {
      save(2, network, at(iteration, 1));
    }
    assertThat(files())
        .containsExactly("notes.txt", "step-0000002.safetensors", "step-0000003.safetensors");
    try (Checkpoints checkpoints = checkpoints(2, network)) {
      checkpoints.keepLast();
    }
    assertThat(files()).containsExactly("notes.txt", "step-0000003.safetensors");
  }

  @Test
  void theyAreDueAfterEachEpochAndEverySoManySteps() {
    CheckpointSettings settings = new CheckpointSettings(OptionalInt.of(5), 1);
    assertThat(settings.dueAt(at(4, 4))).isFalse();
    assertThat(settings.dueAt(at(5, 5))).isTrue();
    assertThat(settings.dueAt(at(8, 0))).isTrue();
    assertThat(new CheckpointSettings(OptionalInt.empty(), 1).dueAt(at(5, 5))).isFalse();
    assertThat(CheckpointSettings.NONE.dueAt(at(8, 0))).isFalse();
  }

  @Test
  void aDamagedCheckpointIsAnnouncedAndTheOneBeforeIsUsed() throws IOException {
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    save(5, network, at(1, 1));
    byte[] whole = Files.readAllBytes(folder.resolve("step-0000001.safetensors"));
    byte[] altered = whole.clone();
    altered[whole.length / 2] ^= 1;
    Files.write(folder.resolve("step-0000002.safetensors"), altered);
    Files.write(folder.resolve("step-0000003.safetensors"), Arrays.copyOf(whole, 1_000_000));
    Files.write(folder.resolve("step-0000004.safetensors"), new byte[0]);

    assertThat(newest().orElseThrow().state().iteration()).isEqualTo(1);
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).contains("step-0000004.safetensors is cut short");
    assertThat(problems.get(1)).contains("step-0000003.safetensors is cut short");
    assertThat(problems.get(2))
        .contains("step-0000002.safetensors is damaged")
        .contains("checksum");
  }

  @Test
  void whatIsNoPlainFileOrFarTooLargeIsPassedOver() throws Exception {
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    save(5, network, at(1, 1));
    Files.createDirectories(folder.resolve("step-0000002.safetensors/full"));
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("step-0000003.safetensors").toFile(), "rw")) {
      sparse.setLength(5_000_000_000L);
    }
    Path endless = Path.of("/dev/zero");
    assumeTrue(Files.exists(endless), "there is no " + endless);
    Files.createSymbolicLink(folder.resolve("step-0000004.safetensors"), endless);
    Path pipe = folder.resolve("step-0000005.safetensors");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(newest().orElseThrow().state().iteration()).isEqualTo(1);
    assertThat(problems).hasSize(4);
    assertThat(problems.get(0)).endsWith("step-0000005.safetensors is not a plain file");
    assertThat(problems.get(1)).endsWith("step-0000004.safetensors is not a plain file");
    assertThat(problems.get(2)).contains("step-0000003.safetensors has 5,000,000,000 bytes");
    assertThat(problems.get(3)).endsWith("step-0000002.safetensors is not a plain file");

    try (Checkpoints checkpoints = checkpoints(1, network)) {
      checkpoints.cutBack(1);
      checkpoints.keepLast();
    }
    assertThat(files()).containsExactly("step-0000001.safetensors", "step-0000002.safetensors");
  }

  @Test
  void aFolderInTheirPlaceIsNamedAndNoFullDisk() throws IOException {
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    Path place = Files.createDirectories(folder.resolve("step-0000001.safetensors/full"));

    assertThatThrownBy(() -> save(1, network, at(1, 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(place.getParent() + " is a folder: give it another name")
        .hasMessageNotContaining("disk full");
  }

  @Test
  void whatLacksATensorOrWhatTheOptimiserRemembersIsPassedOver() throws IOException {
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    save(5, network, at(1, 1));
    Checkpoint whole = newest().orElseThrow();
    Map<String, Tensor> fewer = new LinkedHashMap<>(whole.parameters());
    fewer.remove("layer1.0.bn1.running_var");
    Map<String, Tensor> headless = new LinkedHashMap<>(whole.parameters());
    headless.keySet().removeIf(name -> name.startsWith("fc."));
    write(2, whole, fewer, whole.optimizer());
    write(3, whole, headless, whole.optimizer());
    write(4, whole, whole.parameters(), new float[0]);
    Map<String, Tensor> more = new LinkedHashMap<>(whole.parameters());
    more.put("layer5", new Tensor(new long[] {1}, new float[1]));
    write(5, whole, more, whole.optimizer());

    assertThat(newest().orElseThrow().state().iteration()).isEqualTo(1);
    assertThat(problems).hasSize(4);
    assertThat(problems.remove(0))
        .endsWith("tensors are missing, superfluous or of another shape: layer5");
    // The head's 2 x 512 weights and 2 biases.
    assertThat(problems.get(0))
        .endsWith("its optimiser remembers 0 values, and the head alone has 1,026");
    assertThat(problems.get(1)).endsWith("or of another shape: fc.0.weight, and 11 more");
    assertThat(problems.get(2)).endsWith("or of another shape: layer1.0.bn1.running_var");
  }

  @Test
  void anOptimiserThatRemembersTooLittleDoesNotFit() throws IOException {
    ComputationGraph network = network(Algorithm.SGD, Freeze.BODY, new StockKit());
    save(5, network, at(1, 1));
    Checkpoint whole = newest().orElseThrow();
    float[] optimizer = whole.optimizer();
    write(2, whole, whole.parameters(), Arrays.copyOf(optimizer, optimizer.length - 1));
    assertThat(whole.fits(network)).isTrue();
    assertThat(newest().orElseThrow().fits(network)).isFalse();
  }

  private void write(int step, Checkpoint like, Map<String, Tensor> parameters, float[] optimizer)
      throws IOException {
    CheckpointFile.write(
        new Checkpoint(at(step, 1), parameters, optimizer, like.layout(), like.random()),
        folder.resolve(String.format(Locale.ROOT, "step-%07d.safetensors", step)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "{'version':1}",
        "{'version':1,'state':null,'layout':'x','random':[1,2]}",
        "{'version':1,'state':{},'layout':'x','random':[1,2]}",
        "{'version':1,'state':S,'layout':null,'random':[1,2]}",
        "{'version':1,'state':S,'layout':'x','random':null}",
        "{'version':1,'state':S,'layout':'x','random':[1]}",
        "{'version':1,'state':S,'layout':'x'}",
      })
  void aHeaderThatIsNotWholeIsPassedOver(String header) throws IOException {
    String state =
        "{'iteration':1,'epoch':0,'step':1,'trainLoss':{'average':0,'steps':0},'seconds':0,"
            + "'nonFiniteLosses':0}";
    writeHeader(header.replace("S", state));
    assertThat(newest()).isEmpty();
    assertThat(problems).singleElement().asString().containsPattern("header makes no|version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'trainLoss':null", "'trainLoss':{}", "'iteration':null", "'iteration':-5"})
  void aStateThatNoTrainingCanBeInIsPassedOver(String field) throws IOException {
    String fields = "'iteration':1,'trainLoss':{'average':0,'steps':0},";
    String other =
        field.contains("iteration")
            ? fields.replace("'iteration':1", field)
            : fields.replace("'trainLoss':{'average':0,'steps':0}", field);
    writeHeader(
        "{'version':1,'state':{%s'epoch':0,'step':0,'seconds':0,'nonFiniteLosses':0},"
                .formatted(other)
            + "'layout':'x','random':[1,2]}");
    assertThat(newest()).isEmpty();
    assertThat(problems).singleElement().asString().contains("its header makes no sense");
  }

  /** A file whose checksum is right, and which has nothing but a header and an optimiser. */
  private void writeHeader(String header) throws IOException {
    Tensor optimizer = new Tensor(new long[] {1}, new float[1]);
    String text = header.replace('\'', '"');
    Map<String, String> metadata =
        Map.of(
            "checkpoint",
            text,
            "crc32c",
            CheckpointFile.checksum(text, Map.of("optimizer", optimizer)));
    try (OutputStream out = Files.newOutputStream(folder.resolve("step-0000001.safetensors"))) {
      Safetensors.write(
          out,
          List.of(new Safetensors.TypedTensor("optimizer", ElementType.F32, optimizer)),
          metadata);
    }
  }

  @Test
  void aFigureThatWasAlteredIsNoticed() throws IOException {
    save(1, network(Algorithm.SGD, Freeze.BODY, new StockKit()), at(1, 1));
    Path file = folder.resolve("step-0000001.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("iteration\\\":1") + "iteration\\\":".length()] = '2';
    Files.write(file, bytes);

    assertThat(newest()).isEmpty();
    assertThat(problems.get(0)).contains("checksum");
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() {
    save(1, network(Algorithm.SGD, Freeze.BODY, new StockKit()), STATE);
    Checkpoint checkpoint = newest().orElseThrow();
    for (ComputationGraph other :
        List.of(
            network(Algorithm.ADAMW, Freeze.BODY, new StockKit()),
            network(Algorithm.SGD, Freeze.NONE, new StockKit()))) {
      assertThat(checkpoint.fits(other)).isFalse();
      INDArray before = other.params().dup();
      assertThatThrownBy(() -> checkpoint.restore(other))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(other.params().equalsWithEps(before, 0)).isTrue();
    }
  }

  @Test
  void whereThereIsNoneThereIsNoProblem() {
    assertThat(newest()).isEmpty();
    assertThat(Checkpoints.newest(folder.resolve("nowhere"), problems::add)).isEmpty();
    assertThat(problems).isEmpty();
  }

  private void save(int keep, ComputationGraph network, TrainingState state) {
    try (Checkpoints checkpoints = checkpoints(keep, network)) {
      checkpoints.save(state);
    }
  }

  private Checkpoints checkpoints(int keep, ComputationGraph network) {
    CheckpointSettings settings = new CheckpointSettings(OptionalInt.empty(), keep);
    return new Checkpoints(new TrainedResNet(network, "logits"), folder, settings, () -> {});
  }

  private Optional<Checkpoint> newest() {
    return Checkpoints.newest(folder, problems::add);
  }

  private static TrainingState at(int iteration, int step) {
    return new TrainingState(iteration, 0, step, SmoothedLoss.START, 0, 0);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static LayerKit kit(String name) {
    return name.equals("STOCK") || OneDnnKit.obstacle().isPresent()
        ? new StockKit()
        : new OneDnnKit();
  }

  private static ComputationGraph network(Algorithm algorithm, Freeze freeze, LayerKit kit) {
    // Dropout is in the other head.
    return network(
        algorithm, freeze, freeze.equals(Freeze.BODY) ? Head.LINEAR : Head.CONCAT_POOL, kit);
  }

  private static ComputationGraph network(
      Algorithm algorithm, Freeze freeze, Head head, LayerKit kit) {
    return Trainer.network(
        ResNet.RESNET_18.builder(kit).head(head).classes(2).imageSize(32).seed(1),
        freeze,
        LearningRates.spread(List.of(0.01, 0.02), ResNet.RESNET_18.parts()),
        new OptimizerSettings(algorithm, 0.9, 0.01, 0.9, 0.99, 1e-5));
  }

  private static double step(ComputationGraph network, int batch) {
    SplittableRandom random = new SplittableRandom(batch);
    float[] pixels = new float[4 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    INDArray images = Nd4j.createFromArray(pixels).reshape(4, 3, 32, 32);
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}});
    network.fit(new INDArray[] {images}, new INDArray[] {labels});
    return network.score();
  }
}
