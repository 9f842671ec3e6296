package org.visualizingweights.model.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.StoredTensor.Storage;
import org.visualizingweights.model.weights.Unpickler.Unpickled;

/**
 * What torch.save writes since PyTorch 1.6: a zip, nothing in it compressed, with a pickle {@code
 * NAME/data.pkl} and each storage in a file of its own, {@code NAME/data/KEY}.
 */
final class TorchZip {
  private static final String PICKLE = "data.pkl";
  private static final int MOST_ENTRIES = 100_000;

  private final ZipFile zip;
  private final long fileBytes;
  private final String folder;

  private TorchZip(ZipFile zip, long fileBytes) throws UnusableFile {
    this.zip = zip;
    this.fileBytes = fileBytes;
    this.folder = folder(zip);
  }

  static FoundWeights read(Path file, StateDictFinder finder) throws IOException, UnusableFile {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(zip, Files.size(file)).read(finder);
    } catch (ZipException | EOFException e) {
      throw new UnusableFile("is cut short, or a damaged zip: " + e.getMessage());
    }
  }

  private FoundWeights read(StateDictFinder finder) throws IOException, UnusableFile {
    checkByteOrder();
    Unpickled saved = Unpickler.read(content(entry(PICKLE), fileBytes));
    return finder.find(saved.value(), saved.foreign(), new TensorReader(this::storage, fileBytes));
  }

  private ByteBuffer storage(Storage storage) throws IOException, UnusableFile {
    ZipEntry entry = entry("data/" + storage.key());
    if (entry.getSize() != storage.bytes()) {
      throw new UnusableFile(
          "is damaged: %s should have %s and has %s"
              .formatted(
                  Printable.of(entry.getName()),
                  Count.of(storage.bytes(), "byte"),
                  Count.of(entry.getSize())));
    }
    return content(entry, fileBytes);
  }

  /** The folder that everything is in, with a slash at its end. */
  private static String folder(ZipFile zip) throws UnusableFile {
    if (zip.size() > MOST_ENTRIES) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT, "holds far more than a state dict: its zip has %,d files", zip.size()));
    }
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    for (String name : names) {
      if (name.startsWith("/") || name.contains("\\") || hasStepUp(name)) {
        throw new UnusableFile(
            "was not written by PyTorch: its zip has a file named " + Printable.of(name));
      }
    }
    List<String> pickles =
        names.stream().filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new UnusableFile(
          "was not written by torch.save: its zip has %s files named %s, not one"
              .formatted(pickles.size(), PICKLE));
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  private static boolean hasStepUp(String name) {
    return Arrays.asList(name.split("/")).contains("..");
  }

  private void checkByteOrder() throws IOException, UnusableFile {
    if (zip.getEntry(folder + "byteorder") != null) {
      ByteBuffer order = content(entry("byteorder"), 16);
      if (!StandardCharsets.US_ASCII.decode(order).toString().strip().equals("little")) {
        throw new UnusableFile("was written on a big-endian machine, whose files are not read");
      }
    }
  }

  private ZipEntry entry(String name) throws UnusableFile {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new UnusableFile("is damaged: its zip has no " + Printable.of(folder + name));
    }
    return entry;
  }

  /** The bytes of an entry, whose size counts only once it is known to be real. */
  private ByteBuffer content(ZipEntry entry, long most) throws IOException, UnusableFile {
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new UnusableFile(
          "was not written by PyTorch: %s in its zip is compressed"
              .formatted(Printable.of(entry.getName())));
    }
    if (entry.getSize() > Math.min(most, fileBytes)) {
      throw new UnusableFile(
          String.format(
              Locale.ROOT,
              "is damaged, or holds far more than a state dict: %s has %,d bytes",
              Printable.of(entry.getName()),
              entry.getSize()));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length < entry.getSize()) {
        throw new UnusableFile("is cut short in " + Printable.of(entry.getName()));
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
