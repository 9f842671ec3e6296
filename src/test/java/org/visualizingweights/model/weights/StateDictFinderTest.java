package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Torchvision;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/** What is saved is made of maps, as the pickles of checkpoints are. */
class StateDictFinderTest {
  private static final Torchvision NAMES = ResNet.RESNET_18.torchvision();
  private static final Path FILE = Path.of("/data/x.pth");

  /** A tensor of that shape with one value throughout. */
  private static StoredTensor tensor(int value, long... shape) {
    try {
      Storage storage = new Storage(ElementType.F32, String.valueOf(value), 1);
      return StoredTensor.view(storage, 0, shape, new long[shape.length]);
    } catch (UnusableFile e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A whole body, every name of which begins with the prefix. */
  private static Map<String, Object> body(String prefix, int value) {
    return body(NAMES, prefix, value);
  }

  private static Map<String, Object> body(Torchvision names, String prefix, int value) {
    Map<String, Object> tensors = new LinkedHashMap<>();
    names.body().forEach((name, shape) -> tensors.put(prefix + name, tensor(value, shape)));
    return tensors;
  }

  private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
    map.put(name, value);
    return map;
  }

  private static FoundWeights find(Object saved, String chosen) throws IOException, UnusableFile {
    return find(saved, chosen, Optional.of(NAMES));
  }

  private static FoundWeights find(Object saved, String chosen, Optional<Torchvision> wanted)
      throws IOException, UnusableFile {
    TensorReader reader =
        new TensorReader(
            storage ->
                ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(0, Float.parseFloat(storage.key())),
            100_000_000);
    return new StateDictFinder(FILE, chosen, wanted).find(saved, Set.of(), reader);
  }

  private static void assertFound(Object saved, String chosen, String name, int value)
      throws Exception {
    FoundWeights found = find(saved, chosen);
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.tensors().keySet()).containsAll(NAMES.body().keySet());
    assertThat(found.tensors().get("conv1.weight").values()[0]).isEqualTo(value);
  }

  private static void assertAsks(Object saved, String chosen, String names) {
    assertThatThrownBy(() -> find(saved, chosen))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageStartingWith(
            "/data/x.pth holds more than one ResNet-18, and none is guessed: " + names);
  }

  @Test
  void knowsTheNamesAndShapesOfTheNetwork() {
    Map<String, long[]> shapes =
        StateDict.shapes(ResNet.RESNET_18.builder(new StockKit()).imageSize(32).build().init());
    assertThat(shapes.keySet()).containsAll(NAMES.body().keySet()).hasSize(NAMES.body().size() + 2);
    NAMES.body().forEach((name, shape) -> assertThat(shapes.get(name)).isEqualTo(shape));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.",
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "module.module.",
        "model.",
        "backbone.",
        "_fsdp_wrapped_module.",
        "module.encoder_q.",
        "0.",
        "a.b.c.d.e."
      })
  void onePrefixIsLeftOutAndWhatLiesBesideItIsIgnored(String prefix) throws Exception {
    Map<String, Object> saved = body(prefix, 1);
    saved.put("n_averaged", tensor(5));
    saved.put("criterion.weight", tensor(5, 10));
    saved.put(prefix + "projector.0.weight", tensor(5, 10));
    saved.put(prefix + "bn1.num_batches_tracked", tensor(5));
    saved.put(prefix + "fc.weight", tensor(5, 10, 512));
    String name = prefix.substring(0, prefix.length() - 1);

    assertFound(saved, "", name, 1);
    assertFound(saved, name, name, 1);
    FoundWeights found = find(saved, "");
    assertThat(found.tensors()).containsKey("fc.weight").doesNotContainKey("n_averaged");
    assertThat(found.remarks())
        .containsExactly(
            "left out before all names: '" + prefix + "'",
            "of no use to a ResNet-18: 'n_averaged', 'criterion.weight', '"
                + prefix
                + "projector.0.weight'");
  }

  @Test
  void aPlainStateDictIsTakenWithoutAWord() throws Exception {
    Map<String, Object> saved = with(body("", 1), "fc.weight", tensor(5, 10, 512));
    assertFound(saved, "", "", 1);
    assertThat(find(saved, "").remarks()).isEmpty();
    assertFound(with(saved, "n_averaged", tensor(5)), "", "", 1);
  }

  @Test
  void itIsFoundUnderAnyNamesUpToThreeDeep() throws Exception {
    assertFound(Map.of("net", body("", 1)), "", "net", 1);
    assertFound(Map.of("a", Map.of("b", body("module.", 1))), "", "a.b.module", 1);
    assertFound(Map.of("a", Map.of("b", Map.of("c", body("", 1)))), "", "a.b.c", 1);
    assertFound(List.of(3L, body("", 1)), "", "1", 1);
    assertFound(Map.of("folds", Map.of(0L, body("", 1))), "", "folds.0", 1);
    assertThatThrownBy(
            () -> find(Map.of("a", Map.of("b", Map.of("c", Map.of("d", body("", 1))))), ""))
        .isInstanceOf(UnusableFile.class)
        .hasMessage("holds no state dict: it has no tensors by their names, but 'a'");
  }

  @Test
  void whereMoreThanOneFitsNoneIsGuessedAndTheNameChooses() throws Exception {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("student", body("", 1));
    saved.put("teacher", body("module.", 2));
    saved.put("optimizer", Map.of("exp_avg", with(body("", 3), "bn1.running_var", 1L)));
    assertAsks(saved, "", "'student', 'teacher.module'; name one behind a #, such as");
    assertFound(saved, "student", "student", 1);
    assertFound(saved, "teacher", "teacher.module", 2);
    assertFound(saved, "teacher.module", "teacher.module", 2);
    assertThat(find(saved, "teacher").remarks())
        .contains("there is another one: /data/x.pth#student");
    assertThatThrownBy(() -> find(saved, "ema"))
        .hasMessage(
            "/data/x.pth holds no 'ema'; it has 'student', 'teacher.module',"
                + " 'optimizer.exp_avg'");

    assertAsks(Map.of("0", with(body("encoder_q.", 1), "encoder_k", body("", 2))), "", "'0.enc");
    Map<String, Object> flat = body("module.encoder_q.", 1);
    flat.putAll(body("module.encoder_k.", 2));
    assertAsks(flat, "", "'module.encoder_q', 'module.encoder_k'");
    assertAsks(flat, "module", "'module.encoder_q', 'module.encoder_k'");
    assertFound(flat, "module.encoder_k", "module.encoder_k", 2);
  }

  @Test
  void theFileItselfIsCalledByADot() throws Exception {
    Map<String, Object> saved = with(body("", 1), "ema", body("", 2));
    assertAsks(saved, "", "'.', 'ema'");
    assertFound(saved, ".", ".", 1);
    assertFound(saved, "ema", "ema", 2);
  }

  @Test
  void anAverageIsToldByTheNameOfWhatItIsOf() throws Exception {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("model", body("", 1));
    saved.put("model_ema", body("module.", 2));
    assertFound(saved, "", "model", 1);
    assertThat(find(saved, "").remarks())
        .contains("there is another one: /data/x.pth#model_ema.module");
    assertFound(saved, "model_ema", "model_ema.module", 2);
    assertAsks(with(saved, "swa", body("", 3)), "", "'model', 'model_ema.module', 'swa'");
    saved.remove("model_ema");
    assertAsks(saved, "", "'model', 'swa'");
  }

  @Test
  void whatHasOtherLayersOrShapesDoesNotFit() throws Exception {
    Map<String, Object> deeper = with(body("", 1), "layer1.2.conv1.weight", tensor(1, 64));
    Map<String, Object> narrow = with(body("", 1), "conv1.weight", tensor(1, 64, 3, 3, 3));
    Map<String, Object> parameters = body("", 1);
    parameters.keySet().removeIf(name -> name.contains("running"));
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("teacher", deeper);
    saved.put("small", narrow);
    saved.put("shadow", parameters);
    saved.put("student", body("", 2));
    assertFound(saved, "", "student", 2);
    saved.remove("student");
    assertThat(find(saved, "").name()).as("what is nearest").isEqualTo("small");
  }

  @Test
  void ofSeveralNetworksThatWhichIsWantedIsTaken() throws Exception {
    Torchvision deeper = ResNet.RESNET_34.torchvision();
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("teacher", body(deeper, "module.", 1));
    saved.put("student", body("", 2));
    assertFound(saved, "", "student", 2);
    FoundWeights found = find(saved, "", Optional.of(deeper));
    assertThat(found.name()).isEqualTo("teacher.module");
    assertThat(found.tensors()).hasSameSizeAs(deeper.body());
    assertThat(found.remarks())
        .noneMatch(remark -> remark.contains("another one"))
        .anyMatch(remark -> remark.startsWith("of no use to a ResNet-34: 'student.conv1.weight'"));
    assertThatThrownBy(() -> find(saved, "", Optional.empty()))
        .hasMessageStartingWith(
            "/data/x.pth holds more than one network, and none is guessed: 'teacher.module',"
                + " 'student'; name one behind a #");
    assertThat(find(saved, "teacher", Optional.empty()).name()).isEqualTo("teacher.module");
    // There is no other: what it is of is said when it is put into a network.
    saved.remove("student");
    assertThat(find(saved, "").tensors()).hasSameSizeAs(deeper.body());
  }

  @Test
  void tensorsOfTypesThatAreNotReadAreNamed() throws Exception {
    Map<String, Object> saved = body("module.", 1);
    saved.put("module.conv1.weight", new Unpickler.Foreign("torch.ComplexFloatStorage"));
    saved.put("module.args", new Unpickler.Foreign("argparse.Namespace"));
    assertThat(find(saved, "").remarks())
        .contains("of a type that is not read: 'conv1.weight'")
        .noneMatch(remark -> remark.contains("args"));
  }

  @Test
  void fewNamesThatFitMakeNoPrefix() throws Exception {
    // nn.Sequential(*resnet18.children()): the first block has names of the whole network
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("0.weight", tensor(1, 64, 3, 7, 7));
    saved.put("4.0.bn1.weight", tensor(1, 64));
    assertThat(find(saved, "").tensors()).containsOnlyKeys("0.weight", "4.0.bn1.weight");
    assertThat(find(saved, "").name()).isEmpty();
  }

  @Test
  void ofAnotherNetworkTheUsualOrTheLargestIsTaken() throws Exception {
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("module.features.0.weight", tensor(1, 2));
    other.put("module.features.0.bias", tensor(1, 2));
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("best_acc1", tensor(2));
    saved.put("net", other);
    assertThat(find(saved, "").tensors()).containsOnlyKeys("features.0.weight", "features.0.bias");
    assertThat(find(saved, "").name()).isEmpty();
    saved.put("state_dict", Map.of("weight", tensor(3, 1)));
    assertThat(find(saved, "").tensors()).containsOnlyKeys("weight");
    assertThat(find(saved, "net").tensors()).containsKey("features.0.bias");
  }

  @Test
  void sharingTakesNoTime() {
    List<Object> shared = new ArrayList<>();
    for (int depth = 0; depth < 3; depth++) {
      Object[] same = new Object[20_000];
      Arrays.fill(same, shared);
      shared = new ArrayList<>(List.of(same));
    }
    List<Object> deepest = shared;
    assertThatThrownBy(() -> find(deepest, ""))
        .isInstanceOf(UnusableFile.class)
        .hasMessage("holds far more than a state dict: over 200,000 entries");
  }
}
