package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.StoredTensor.Storage;

/** Gives stored tensors their values, and memory only to what the file's size can account for. */
final class TensorReader {
  /** Values that a file may have besides one for each of its bytes; many tensors may share some. */
  private static final long SPARE_VALUES = 1 << 20;

  private final Storages storages;
  private final long fileBytes;
  private final Map<String, ByteBuffer> read = new HashMap<>();
  private long storageBytes;
  private long values;

  /** Where the bytes of storages are. */
  interface Storages {
    /**
     * All bytes of a storage, little-endian.
     *
     * @throws UnusableFile if the file has no such storage, or not one of that size
     */
    ByteBuffer bytes(Storage storage) throws IOException, UnusableFile;
  }

  TensorReader(Storages storages, long fileBytes) {
    this.storages = storages;
    this.fileBytes = fileBytes;
  }

  Map<String, Tensor> read(Map<String, StoredTensor> stored) throws IOException, UnusableFile {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
      tensors.put(entry.getKey(), read(entry.getValue()));
    }
    return tensors;
  }

  private Tensor read(StoredTensor tensor) throws IOException, UnusableFile {
    values += tensor.elements();
    if (tensor.elements() > fileBytes + SPARE_VALUES || values > fileBytes + SPARE_VALUES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT,
              "is damaged: its tensors have more values than its %,d bytes can hold",
              fileBytes));
    }
    return tensor.read(bytes(tensor.storage()));
  }

  private ByteBuffer bytes(Storage storage) throws IOException, UnusableFile {
    ByteBuffer known = read.get(storage.key());
    if (known == null) {
      storageBytes += storage.bytes();
      if (storageBytes > fileBytes) {
        throw new UnusableFile(
            String.format(
                Locale.ROOT,
                "is cut short or damaged: its tensors need more than its %,d bytes",
                fileBytes));
      }
      known = storages.bytes(storage);
      read.put(storage.key(), known);
    }
    return known;
  }
}
