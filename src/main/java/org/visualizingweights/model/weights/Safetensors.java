package org.visualizingweights.model.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.StoredTensor.Storage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The <a href="https://github.com/huggingface/safetensors#format">safetensors</a> form: the length
 * of a header in 8 bytes, the header in JSON with type, shape and range of each tensor, and the
 * tensors' bytes, one after the other without gaps.
 */
public final class Safetensors {
  /** The bytes that tell whether a file is one: the header's length and first character. */
  static final int START = Long.BYTES + 1;

  /** ResNet-18's has 11,000. */
  private static final int MOST_HEADER_BYTES = 1 << 22;

  /** Elements that are written at once. */
  private static final int CHUNK = 1 << 16;

  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Safetensors() {}

  static boolean startsLike(byte[] start) {
    return start.length == START && start[Long.BYTES] == '{';
  }

  /**
   * A tensor to be written.
   *
   * @param type that its elements get
   */
  public record TypedTensor(String name, ElementType type, Tensor tensor) {
    long bytes() {
      return (long) tensor.values().length * type.bytes();
    }
  }

  /**
   * What a file holds.
   *
   * @param metadata texts by their names
   */
  public record Content(Map<String, String> metadata, Map<String, Tensor> tensors) {}

  /** What a file's header says, and what reads the tensors that it tells of. */
  private record Parsed(
      Map<String, String> metadata, Map<String, StoredTensor> tensors, TensorReader reader) {}

  /** A tensor of a header, with the part of the data that is its own. */
  private record TensorRange(String name, StoredTensor tensor, long begin, long end) {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read at all
   * @throws UnusableFile if it is not a whole safetensors file
   */
  public static Content read(Path file) throws IOException, UnusableFile {
    Parsed parsed = parsed(WeightsFile.content(file));
    return new Content(parsed.metadata, parsed.reader.read(parsed.tensors));
  }

  /** Reads the state dict that the finder finds in a file, which is whole and little-endian. */
  static FoundWeights read(ByteBuffer file, StateDictFinder finder)
      throws IOException, UnusableFile {
    Parsed parsed = parsed(file);
    return finder.find(parsed.tensors, Set.of(), parsed.reader);
  }

  private static Parsed parsed(ByteBuffer file) throws UnusableFile {
    if (file.limit() < START) {
      throw new UnusableFile("is cut short: it has " + Count.of(file.limit(), "byte"));
    }
    int start = Long.BYTES + headerBytes(file);
    ByteBuffer data = file.slice(start, file.limit() - start);
    Map<String, TensorRange> ranges = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header(file, start).properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().forEachEntry((key, text) -> metadata.put(key, text.asString("")));
      } else {
        ranges.put(entry.getKey(), range(entry.getKey(), entry.getValue()));
      }
    }
    checkThatTheyFill(data.limit(), ranges.values());

    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    ranges.forEach((name, range) -> tensors.put(name, range.tensor()));
    return new Parsed(
        metadata,
        tensors,
        new TensorReader(storage -> bytes(data, ranges.get(storage.key())), file.limit()));
  }

  private static int headerBytes(ByteBuffer file) throws UnusableFile {
    long length = file.getLong(0);
    if (length < 0 || length > file.limit() - Long.BYTES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT,
              "is cut short or damaged: its header would have %s bytes, and the file has %,d",
              Long.toUnsignedString(length),
              file.limit()));
    }
    if (length > MOST_HEADER_BYTES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT, "holds far more than a state dict: its header has %,d bytes", length));
    }
    return (int) length;
  }

  private static JsonNode header(ByteBuffer file, int end) throws UnusableFile {
    try {
      JsonNode header = JSON.readTree(file.array(), Long.BYTES, end - Long.BYTES);
      if (header.isObject()) {
        return header;
      }
    } catch (JacksonException e) {
      throw new UnusableFile("is damaged: its header is not JSON, " + e.getOriginalMessage());
    }
    throw new UnusableFile("is damaged: its header is not a JSON object");
  }

  private static TensorRange range(String name, JsonNode entry) throws UnusableFile {
    long[] shape = longs(name, entry.path("shape"));
    long[] offsets = longs(name, entry.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
      throw new UnusableFile(
          "is damaged: %s has the offsets %s"
              .formatted(Printable.of(name), Arrays.toString(offsets)));
    }
    ElementType type = type(name, entry.path("dtype"));
    long bytes = offsets[1] - offsets[0];
    if (bytes % type.bytes() != 0) {
      throw new UnusableFile(
          "is damaged: %s has %s, which is no whole number of %s"
              .formatted(Printable.of(name), Count.of(bytes, "byte"), type));
    }
    Storage storage = new Storage(type, name, bytes / type.bytes());
    return new TensorRange(name, StoredTensor.whole(storage, shape), offsets[0], offsets[1]);
  }

  private static ElementType type(String name, JsonNode dtype) throws UnusableFile {
    Optional<ElementType> type =
        dtype.isString() ? ElementType.ofSafetensors(dtype.stringValue()) : Optional.empty();
    if (type.isEmpty()) {
      throw new UnusableFile(
          "cannot be read: %s is of the type %s, and only %s are known"
              .formatted(
                  Printable.of(name),
                  Printable.of(dtype.toString()),
                  Arrays.toString(ElementType.values())));
    }
    return type.get();
  }

  private static long[] longs(String name, JsonNode list) throws UnusableFile {
    long[] longs = new long[Math.min(list.size(), StoredTensor.MOST_AXES)];
    boolean whole = list.isArray() && list.size() == longs.length;
    for (int i = 0; i < longs.length; i++) {
      whole &= list.get(i).isIntegralNumber() && list.get(i).canConvertToLong();
      longs[i] = whole ? list.get(i).longValue() : 0;
    }
    if (!whole) {
      throw new UnusableFile(
          "is damaged: the header says of %s what are no shape and offsets"
              .formatted(Printable.of(name)));
    }
    return longs;
  }

  /** No tensor overlaps another one, nothing lies between them, and there is nothing else. */
  private static void checkThatTheyFill(long bytes, Collection<TensorRange> ranges)
      throws UnusableFile {
    List<TensorRange> inOrder =
        ranges.stream()
            .sorted(
                Comparator.comparingLong(TensorRange::begin).thenComparingLong(TensorRange::end))
            .toList();
    long end = 0;
    for (TensorRange range : inOrder) {
      if (range.begin() != end) {
        throw new UnusableFile(
            String.format(
                Locale.ROOT,
                "is damaged: %s begins at byte %,d, %s the end of the tensor before it, %,d",
                Printable.of(range.name()),
                range.begin(),
                range.begin() < end ? "before" : "behind",
                end));
      }
      end = range.end();
    }
    if (end != bytes) {
      throw new UnusableFile(
          "is %s: its tensors have %s, and there are %s"
              .formatted(
                  end > bytes ? "cut short" : "damaged", Count.of(end, "byte"), Count.of(bytes)));
    }
  }

  private static ByteBuffer bytes(ByteBuffer data, TensorRange range) {
    return data.slice((int) range.begin(), (int) (range.end() - range.begin()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes tensors, those of larger elements first, so that each is aligned.
   *
   * @param out is left open
   * @param metadata texts by their names
   */
  public static void write(
      OutputStream out, List<TypedTensor> entries, Map<String, String> metadata)
      throws IOException {
    List<TypedTensor> aligned =
        entries.stream()
            .sorted(Comparator.comparingInt((TypedTensor entry) -> entry.type().bytes()).reversed())
            .toList();
    byte[] header = header(aligned, metadata);
    out.write(littleEndian(Long.BYTES).putLong(header.length).array());
    out.write(header);
    for (TypedTensor entry : aligned) {
      write(out, entry);
    }
  }

  private static void write(OutputStream out, TypedTensor entry) throws IOException {
    ByteBuffer bytes = littleEndian(CHUNK * entry.type().bytes());
    float[] values = entry.tensor().values();
    for (int from = 0; from < values.length; from += CHUNK) {
      int length = Math.min(CHUNK, values.length - from);
      entry.type().put(bytes.clear(), values, from, length);
      out.write(bytes.array(), 0, length * entry.type().bytes());
    }
  }

  /** The header, with spaces to a multiple of 8 bytes, as Hugging Face's own writer has it. */
  private static byte[] header(List<TypedTensor> entries, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(METADATA).put("format", "pt");
    metadata.forEach(texts::put);
    long end = 0;
    for (TypedTensor entry : entries) {
      ObjectNode described = header.putObject(entry.name()).put("dtype", entry.type().name());
      described.set("shape", JSON.valueToTree(entry.tensor().shape()));
      described.putArray("data_offsets").add(end).add(end + entry.bytes());
      end += entry.bytes();
    }
    byte[] json = JSON.writeValueAsBytes(header);
    byte[] padded = Arrays.copyOf(json, json.length + (-json.length & 7));
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
