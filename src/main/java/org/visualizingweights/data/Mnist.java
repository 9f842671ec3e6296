package org.visualizingweights.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.visualizingweights.UserError;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.Fingerprint;

/**
 * MNIST, and what has its form: 70,000 grey images of 28x28 in ten classes, in four IDX files. All
 * images are one pool, the 60,000 of the training files first.
 *
 * <p>MNIST: LeCun, Cortes and Burges, "The MNIST database of handwritten digits". Fashion-MNIST:
 * Xiao, Rasul and Vollgraf, arXiv:1708.07747.
 */
final class Mnist {
  private static final ImagesInMemory.Shape SHAPE = new ImagesInMemory.Shape(1, 28, 28);
  private static final List<FilePair> FILES =
      List.of(new FilePair("train", 60_000), new FilePair("t10k", 10_000));

  static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  /** The order of Fashion-MNIST's labels, from its authors' table. */
  static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private final String name;
  private final DataSettings.DownloadSource source;
  private final FileFinder finder;
  private final Set<String> folders = new LinkedHashSet<>();
  private final Map<String, String> sha256 = new LinkedHashMap<>();

  private record FilePair(String name, int images) {
    String imagesFile() {
      return name + "-images-idx3-ubyte.gz";
    }

    String labelsFile() {
      return name + "-labels-idx1-ubyte.gz";
    }
  }

  private Mnist(String name, DataSettings.DownloadSource source, FileFinder finder) {
    this.name = name;
    this.source = source;
    this.finder = finder;
  }

  /**
   * Reads all the images.
   *
   * @throws UserError if a file can be neither found nor downloaded
   */
  static ImagesInMemory open(
      String name, List<String> classes, DataSettings.DownloadSource source, FileFinder finder) {
    return new Mnist(name, source, finder).open(classes);
  }

  private ImagesInMemory open(List<String> classes) {
    int total = FILES.stream().mapToInt(FilePair::images).sum();
    byte[] pixels = new byte[total * SHAPE.values()];
    byte[] labels = new byte[total];
    int first = 0;
    for (FilePair pair : FILES) {
      int images = pair.images();
      append(read(pair.labelsFile(), images), labels, first);
      append(
          read(pair.imagesFile(), images, SHAPE.height(), SHAPE.width()),
          pixels,
          first * SHAPE.values());
      first += images;
    }
    String origin = folders.stream().collect(Collectors.joining(", "));
    return new ImagesInMemory(
        SHAPE,
        pixels,
        labels,
        classes,
        new Provenance(name, Optional.empty(), origin, sha256, source.license(), Optional.empty()));
  }

  private static void append(IdxFile file, byte[] target, int position) {
    System.arraycopy(file.bytes(), file.offset(), target, position, file.values());
  }

  private IdxFile read(String file, int... dimensions) {
    Fingerprint fingerprint = source.files().get(file);
    if (fingerprint == null) {
      throw UserError.unavailable("the settings' source of %s has no %s".formatted(name, file));
    }
    FileFinder.FoundFile<IdxFile> found =
        finder.read(name, source.file(file), path -> IdxFile.read(path, fingerprint, dimensions));
    Path folder = found.file().toAbsolutePath().getParent();
    folders.add(folder.toString());
    sha256.put(file, fingerprint.sha256());
    return found.value();
  }
}
