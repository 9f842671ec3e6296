package org.visualizingweights.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.Torchvision;

/**
 * Reads state dicts from files: safetensors, and PyTorch's own form, a pickle, in a zip or as it
 * was before version 1.6. The form is told by the content, whatever the file's name.
 */
public final class WeightsFile {
  /** A checkpoint of ResNet-34 with its optimizer has 260 MB. */
  private static final long MOST_BYTES = 300_000_000;

  /** As the files begin that Git LFS leaves where it was not asked for the content. */
  private static final byte[] LFS_POINTER =
      Arrays.copyOf("version https".getBytes(StandardCharsets.US_ASCII), Safetensors.START);

  private WeightsFile() {}

  /**
   * Reads all tensors of the file's only state dict, or of the only one that is a known network's,
   * by their names without what stands before all of them.
   *
   * @return the tensors by their names in PyTorch, in the order of the file
   * @throws IOException if the file cannot be read at all
   * @throws UnusableFile if it is not a whole file of one of the forms with plain tensors in it
   * @throws UserError if it holds more than one such network
   */
  public static Map<String, Tensor> read(Path file) throws IOException, UnusableFile {
    return read(file, "", Optional.empty()).tensors();
  }

  /**
   * Reads one state dict of a file.
   *
   * @param name of the state dict; empty where there is but one
   * @param wanted the names of the network that it is for; empty: any
   */
  static FoundWeights read(Path file, String name, Optional<Torchvision> wanted)
      throws IOException, UnusableFile {
    check(file);
    StateDictFinder finder = new StateDictFinder(file, name, wanted);
    byte[] start = start(file);
    if (startsWith(start, 'P', 'K', 3, 4)) {
      return TorchZip.read(file, finder);
    }
    if (Safetensors.startsLike(start)) {
      return Safetensors.read(content(file), finder);
    }
    if (LegacyTorchFile.startsLike(start)) {
      return LegacyTorchFile.read(content(file), finder);
    }
    throw new UnusableFile(
        start.length == 0
            ? "is empty"
            : Arrays.equals(start, LFS_POINTER)
                ? "only tells Git LFS where the weights are, git lfs pull fetches them"
                : "is neither a safetensors file nor one that torch.save wrote");
  }

  /**
   * What a file says of itself.
   *
   * @return texts by their names; empty where its form has none
   * @throws IOException if the file cannot be read at all
   * @throws UnusableFile if it is not what it begins like
   */
  public static Map<String, String> metadata(Path file) throws IOException, UnusableFile {
    check(file);
    return Safetensors.startsLike(start(file)) ? Safetensors.read(file).metadata() : Map.of();
  }

  /** Whatever is no plain file may have no end. */
  private static void check(Path file) throws IOException, UnusableFile {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UnusableFile("is not a plain file");
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT,
              "has %,d bytes, and ResNet-34's weights have 87 million: more than %,d are not read",
              size,
              MOST_BYTES));
    }
  }

  static boolean startsWith(byte[] bytes, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (bytes.length <= i || bytes[i] != (byte) expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Safetensors.START);
    }
  }

  /** All of a file, little-endian. */
  static ByteBuffer content(Path file) throws IOException, UnusableFile {
    check(file);
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
