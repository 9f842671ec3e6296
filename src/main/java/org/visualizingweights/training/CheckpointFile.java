package org.visualizingweights.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.visualizingweights.WholeFile;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.ElementType;
import org.visualizingweights.model.weights.Safetensors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checkpoint as a safetensors file: parameters and running statistics under torchvision's names,
 * what the optimiser remembers as one more tensor, and the rest as JSON in the metadata, with a
 * checksum of it all.
 */
final class CheckpointFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();
  private static final int VERSION = 1;
  private static final String HEADER = "checkpoint";
  private static final String CHECKSUM = "crc32c";
  private static final String OPTIMIZER = "optimizer";
  private static final int CHUNK = 1 << 16;

  private CheckpointFile() {}

  /** What is not a tensor. */
  private record Header(int version, TrainingState state, String layout, long[] random) {
    private static final int RANDOM_WORDS = 2;

    Header {
      if (random.length != RANDOM_WORDS) {
        throw new IllegalArgumentException(
            "a random generator has %s words".formatted(RANDOM_WORDS));
      }
    }
  }

  /** Writes a file; it is there whole or not at all. */
  static void write(Checkpoint checkpoint, Path file) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>(checkpoint.parameters());
    float[] optimizer = checkpoint.optimizer();
    tensors.put(OPTIMIZER, new Tensor(new long[] {optimizer.length}, optimizer));
    String header =
        JSON.writeValueAsString(
            new Header(VERSION, checkpoint.state(), checkpoint.layout(), checkpoint.random()));
    List<Safetensors.TypedTensor> entries = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> entries.add(new Safetensors.TypedTensor(name, ElementType.F32, tensor)));
    Map<String, String> metadata = Map.of(HEADER, header, CHECKSUM, checksum(header, tensors));
    WholeFile.write(file, out -> Safetensors.write(out, entries, metadata));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read at all
   * @throws UnusableFile if it is not a whole checkpoint
   */
  static Checkpoint read(Path file) throws IOException, UnusableFile {
    Safetensors.Content content = Safetensors.read(file);
    String text = content.metadata().getOrDefault(HEADER, "");
    Map<String, Tensor> tensors = new TreeMap<>(content.tensors());
    if (!checksum(text, tensors).equals(content.metadata().get(CHECKSUM))
        || !tensors.containsKey(OPTIMIZER)) {
      throw new UnusableFile("is damaged, or is not a checkpoint: its checksum is wrong");
    }
    Header header = header(text);
    Tensor optimizer = tensors.remove(OPTIMIZER);
    Checkpoint checkpoint =
        new Checkpoint(
            header.state(), tensors, optimizer.values(), header.layout(), header.random());
    Optional<String> defect = checkpoint.defect();
    if (defect.isPresent()) {
      throw new UnusableFile("is not a whole checkpoint: " + defect.get());
    }
    return checkpoint;
  }

  private static Header header(String text) throws UnusableFile {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("version").asInt(0) != VERSION) {
        throw new UnusableFile("is of another version of the program");
      }
      return JSON.treeToValue(json, Header.class);
    } catch (JacksonException e) {
      throw new UnusableFile("is damaged: its header makes no sense, " + e.getOriginalMessage());
    }
  }

  static String checksum(String header, Map<String, Tensor> tensors) {
    CRC32C crc = new CRC32C();
    crc.update(header.getBytes(StandardCharsets.UTF_8));
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) -> {
              String title = name + Arrays.toString(tensor.shape());
              crc.update(title.getBytes(StandardCharsets.UTF_8));
              update(crc, tensor.values());
            });
    return "%08x".formatted(crc.getValue());
  }

  private static void update(CRC32C crc, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int length = Math.min(CHUNK, values.length - from);
      bytes.clear().asFloatBuffer().put(values, from, length);
      crc.update(bytes.limit(length * Float.BYTES));
    }
  }
}
