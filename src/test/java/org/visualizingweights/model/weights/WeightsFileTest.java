package org.visualizingweights.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;

/**
 * The files were written by {@code write_state_dicts.py} beside them, with PyTorch and Hugging
 * Face's safetensors; what they hold is what the script says.
 */
class WeightsFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small.pth",
        "small-legacy.pth",
        "checkpoint.pth",
        "checkpoint-legacy.pth",
        "small-4-legacy.pth",
        "crowded-2.pth",
        "crowded-5.pth",
        "small.safetensors"
      })
  void readsWhatPyTorchWrote(String name) throws Exception {
    assertSmall(WeightsFile.read(Resources.copy(name, folder)));
  }

  static void assertSmall(Map<String, Tensor> tensors) {
    assertThat(tensors).hasSize(13);
    assertTensor(tensors.get("matrix"), List.of(2L, 3L), 0, 1, 2, 3, 4, 5);
    assertTensor(tensors.get("transposed"), List.of(3L, 2L), 0, 3, 1, 4, 2, 5);
    assertTensor(tensors.get("base"), List.of(10L), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertTensor(tensors.get("view"), List.of(3L), 2, 4, 6);
    assertTensor(tensors.get("expanded"), List.of(2L, 2L), 7, 7, 7, 7);
    assertTensor(tensors.get("none"), List.of(0L, 3L));
    assertTensor(tensors.get("parameter"), List.of(2L), 0.5f, -0.25f);
    // 6e-8 is nearest to the smallest half, 2^-24.
    float infinity = Float.POSITIVE_INFINITY;
    assertTensor(tensors.get("half"), List.of(5L), 1, -2.5f, 65504, 0x1p-24f, infinity);
    // float(torch.tensor(1e38).bfloat16()) = 9.9692e37
    assertTensor(tensors.get("bfloat16"), List.of(3L), 1, -2.5f, 0x1.2cp126f);
    assertTensor(tensors.get("double"), List.of(2L), 0.1f, infinity);
    assertTensor(tensors.get("num_batches_tracked"), List.of(), 12345);
    assertTensor(tensors.get("byte"), List.of(2L), 0, 255);
    assertTensor(tensors.get("flags"), List.of(2L), 1, 0);
  }

  private static void assertTensor(Tensor tensor, List<Long> shape, float... values) {
    assertThat(tensor.shape()).containsExactly(shape.toArray(Long[]::new));
    assertThat(tensor.values()).containsExactly(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.pth", "small-legacy.pth", "small.safetensors"})
  void aFileThatIsCutShortIsDamaged(String name) throws IOException {
    byte[] whole = Resources.bytes(name);
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length += 9) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightsFile.read(file)).isInstanceOf(UnusableFile.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint.pth",
        "checkpoint-legacy.pth",
        "crowded-2.pth",
        "crowded-5.pth",
        "small.safetensors"
      })
  void whateverIsChangedInAFileItIsReadOrCalledDamaged(String name) throws IOException {
    byte[] whole = Resources.bytes(name);
    Random random = new Random(1);
    Path file = folder.resolve("changed");
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, changed);
      try {
        WeightsFile.read(file);
      } catch (UnusableFile e) {
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crowded-2.pth", "crowded-5.pth"})
  void saysWhatLiesBesideTheTensorsAndRunsNothingOfIt(String name) throws Exception {
    assertThat(WeightsFile.read(Resources.copy(name, folder), "", Optional.empty()).remarks())
        .hasSize(2)
        .contains("left out before all names: 'model.'")
        .anyMatch(
            remark ->
                remark.matches(
                    "passed over, and nothing of it run: 'numpy.core.multiarray.scalar',"
                        + " 'numpy.dtype', .*, and \\d+ more"));
  }

  @Test
  void whatIsNoPlainFileIsNotRead() {
    assertThatThrownBy(() -> WeightsFile.read(folder))
        .isInstanceOf(UnusableFile.class)
        .hasMessage("is not a plain file");
  }

  @Test
  void saysOfOtherFilesThatTheyAreNone() throws IOException {
    assertDamaged(new byte[0], "is empty");
    assertDamaged(
        "<html>Not found</html>", "is neither a safetensors file nor one that torch.save");
    assertDamaged("x", "is neither");
    assertDamaged("version https://git-lfs.github.com/spec/v1\noid sha256:4d7", "git lfs pull");
  }

  @Test
  void doesNotReadWhatIsFarTooLarge() throws IOException {
    Path file = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(5_000_000_000L);
    }
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(UnusableFile.class)
        .hasMessageStartingWith("has 5,000,000,000 bytes, and ResNet-34's weights have 87 million");
  }

  private void assertDamaged(String content, String problem) throws IOException {
    assertDamaged(content.getBytes(StandardCharsets.UTF_8), problem);
  }

  private void assertDamaged(byte[] content, String problem) throws IOException {
    Path file = Files.write(folder.resolve("other"), content);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(problem);
  }
}
