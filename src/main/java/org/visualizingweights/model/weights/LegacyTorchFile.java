package org.visualizingweights.model.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;
import org.visualizingweights.model.weights.Unpickler.Unpickled;

/**
 * What torch.save wrote before PyTorch 1.6: five pickles (a magic number, the protocol's version, a
 * dict about the machine, the object itself, the list of its storages' keys), then each storage in
 * the list's order: the number of its elements, and these.
 */
final class LegacyTorchFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final Long PROTOCOL = 1001L;

  private final ByteBuffer file;
  private final Map<String, ByteBuffer> contents = new HashMap<>();

  private LegacyTorchFile(ByteBuffer file) {
    this.file = file;
  }

  /** Whether the file begins with a pickle of protocol 2 or later. */
  static boolean startsLike(byte[] start) {
    return start.length >= 2 && start[0] == (byte) 0x80 && start[1] >= 2;
  }

  /**
   * Reads the state dict that the finder finds in a file.
   *
   * @param file whole, from its first byte
   */
  static FoundWeights read(ByteBuffer file, StateDictFinder finder)
      throws IOException, UnusableFile {
    return new LegacyTorchFile(file).read(finder);
  }

  private FoundWeights read(StateDictFinder finder) throws IOException, UnusableFile {
    if (!unpickle().equals(MAGIC) || !unpickle().equals(PROTOCOL)) {
      throw new UnusableFile("was not written by torch.save");
    }
    if (!(unpickle() instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw new UnusableFile("was written on a big-endian machine, whose files are not read");
    }
    Unpickled saved = Unpickler.read(file);
    if (!(unpickle() instanceof List<?> keys)) {
      throw new UnusableFile("is damaged: it has no list of its storages");
    }
    for (Object key : keys) {
      Storage storage = saved.storages().get(key);
      if (storage == null) {
        throw new UnusableFile(
            "is damaged: it has a storage that belongs to no tensor, or to one of a type that is not read");
      }
      contents.put(storage.key(), content(storage));
    }
    return finder.find(saved.value(), saved.foreign(), new TensorReader(this::bytes, file.limit()));
  }

  private Object unpickle() throws UnusableFile {
    return Unpickler.read(file).value();
  }

  /** The part of the file that is the next storage. */
  private ByteBuffer content(Storage storage) throws UnusableFile {
    try {
      long elements = file.getLong();
      if (elements != storage.elements()) {
        throw new UnusableFile(
            "is damaged: the storage %s has %s, and %s were announced"
                .formatted(
                    Printable.of(storage.key()),
                    Count.of(elements, "element"),
                    Count.of(storage.elements())));
      }
      if (storage.bytes() > file.remaining()) {
        throw new BufferUnderflowException();
      }
      int length = (int) storage.bytes();
      ByteBuffer content = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      file.position(file.position() + length);
      return content;
    } catch (BufferUnderflowException e) {
      throw new UnusableFile(
          "is cut short: it ends in the middle of the storage " + Printable.of(storage.key()));
    }
  }

  private ByteBuffer bytes(Storage storage) throws UnusableFile {
    ByteBuffer content = contents.get(storage.key());
    if (content == null) {
      throw new UnusableFile("is damaged: it lacks the storage " + Printable.of(storage.key()));
    }
    return content;
  }
}
