package org.visualizingweights.model.given;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.visualizingweights.Count;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.Printable;

/**
 * The zip that Deeplearning4j's {@code ModelSerializer} writes, of which two files are read: the
 * configuration, and the parameters. The others are named, and not opened.
 */
final class ModelZip implements AutoCloseable {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";
  private static final String NORMALIZER = "normalizer.bin";
  private static final Set<String> SILENT = Set.of(CONFIGURATION, COEFFICIENTS, "noParams.marker");
  private static final Set<String> JAVA_OBJECTS = Set.of("preprocessor.bin");
  private static final String OBJECTS = "objects/";

  private static final int MOST_ENTRIES = 1000;

  /** That of the zoo's InceptionResNetV1, one of the longest, has 726,000. */
  private static final int MOST_CONFIGURATION_BYTES = 1 << 24;

  private final ZipFile zip;

  private ModelZip(ZipFile zip) {
    this.zip = zip;
  }

  /** What an entry is read by; it need not read to the end. */
  interface EntryReader<T> {
    T read(InputStream in) throws IOException, UnusableFile;
  }

  /**
   * Opens a file, and checks the names in it.
   *
   * @throws IOException if it cannot be read at all
   * @throws UnusableFile if it is no such zip; says what to do where it is known what it is
   */
  static ModelZip open(Path file) throws IOException, UnusableFile {
    OtherFile.check(file);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
    try {
      checkNames(zip);
      return new ModelZip(zip);
    } catch (UnusableFile | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void checkNames(ZipFile zip) throws UnusableFile {
    if (zip.size() > MOST_ENTRIES) {
      throw new UnusableFile(
          "holds far more than a network: %s".formatted(Count.of(zip.size(), "file")));
    }
    Set<String> names = new HashSet<>();
    for (String name : zip.stream().map(ZipEntry::getName).toList()) {
      if (name.startsWith("/")
          || name.contains("\\")
          || Arrays.asList(name.split("/")).contains("..")) {
        throw notSaved("it has a file named " + Printable.of(name));
      }
      if (!names.add(name)) {
        throw notSaved("it has two files named " + Printable.of(name));
      }
    }
    if (!names.contains(CONFIGURATION)) {
      throw OtherFile.zip(names).orElseGet(() -> notSaved("it has no file named " + CONFIGURATION));
    }
  }

  private static UnusableFile notSaved(String why) {
    return new UnusableFile("is a zip, but not one that Deeplearning4j saved: " + why);
  }

  private static UnusableFile damaged(IOException e) {
    return new UnusableFile(
        "is cut short, or a damaged zip: " + Printable.plain(String.valueOf(e.getMessage())));
  }

  /** The configuration, as JSON. */
  String configuration() throws IOException, UnusableFile {
    return read(
        zip.getEntry(CONFIGURATION),
        in -> {
          byte[] bytes = in.readNBytes(MOST_CONFIGURATION_BYTES + 1);
          if (bytes.length > MOST_CONFIGURATION_BYTES) {
            throw new UnusableFile(
                "holds far more than a network: its %s has more than %s"
                    .formatted(CONFIGURATION, Count.of(MOST_CONFIGURATION_BYTES, "byte")));
          }
          return new String(bytes, StandardCharsets.UTF_8);
        });
  }

  /** Whether there are parameters beside the configuration. */
  boolean hasCoefficients() {
    return Optional.ofNullable(zip.getEntry(COEFFICIENTS))
        .filter(e -> e.getSize() != 0)
        .isPresent();
  }

  /** Reads the parameters. */
  <T> T coefficients(EntryReader<T> reader) throws IOException, UnusableFile {
    return read(zip.getEntry(COEFFICIENTS), reader);
  }

  private <T> T read(ZipEntry entry, EntryReader<T> reader) throws IOException, UnusableFile {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      T value = reader.read(in);
      // Java looks at the checksum of no entry that is read so. What is left is not worth reading.
      if (in.read() < 0 && crc.getValue() != entry.getCrc()) {
        throw new UnusableFile(
            "is damaged: the checksum of %s is wrong".formatted(entry.getName()));
      }
      return value;
    } catch (ZipException | EOFException e) {
      throw new UnusableFile("is damaged: %s is cut short".formatted(entry.getName()));
    }
  }

  /** What is in the zip and is not used, each in a few words. */
  List<String> remarks() {
    List<String> names = zip.stream().map(ZipEntry::getName).sorted().toList();
    List<String> remarks = new ArrayList<>();
    for (String name : names) {
      if (name.equals(UPDATER)) {
        remarks.add(UPDATER + " is not read: its optimizer starts anew");
      } else if (name.equals(NORMALIZER)) {
        remarks.add(NORMALIZER + " is not read: images are normalised as the data set's are");
      }
    }
    List<String> objects =
        names.stream().filter(n -> JAVA_OBJECTS.contains(n) || n.startsWith(OBJECTS)).toList();
    if (!objects.isEmpty()) {
      remarks.add(
          Printable.listed(objects) + ": not read, as only Java itself could, by running it");
    }
    List<String> others =
        names.stream()
            .filter(n -> !SILENT.contains(n) && !objects.contains(n))
            .filter(n -> !n.equals(UPDATER) && !n.equals(NORMALIZER))
            .toList();
    if (!others.isEmpty()) {
      remarks.add(Printable.listed(others) + ": not read, as Deeplearning4j writes no such file");
    }
    return remarks;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
