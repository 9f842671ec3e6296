package org.visualizingweights.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.visualizingweights.Nearest;
import org.visualizingweights.UserError;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.FileFinder;

/** Opens image sets by name. */
public final class DataSets {
  /** The names that are known; anything else is a folder of images. */
  public static final List<String> NAMES =
      List.of("mnist", "fashion-mnist", "synthetic-digits", "fractals");

  /** Those that can be downloaded; settings say from where. */
  public static final List<String> DOWNLOADED = List.of("mnist", "fashion-mnist");

  /** Of MNIST, of Fashion-MNIST, and of the digits that are drawn. */
  private static final int LIKE_MNIST = 70_000;

  /** 1,024 of each class. */
  private static final int FRACTALS = 1024 * Fractals.CLASSES;

  private final DataSettings settings;
  private final Console console;

  public DataSets(DataSettings settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  /**
   * Checks that a name is one of a data set, without looking for its files at any mirror.
   *
   * @throws UserError if it is neither a known name nor a folder; names the nearest
   */
  public void check(String dataset) {
    if (!NAMES.contains(dataset) && folder(dataset, settings.directories()).isEmpty()) {
      throw UserError.badInput(
          "dataset '%s' is neither a folder nor one of %s%s"
              .formatted(dataset, String.join(", ", NAMES), Nearest.question(dataset, NAMES)));
    }
  }

  /** How many images a set has, where its name alone tells; empty for a folder. */
  public static OptionalInt images(String dataset) {
    return switch (dataset) {
      case "mnist", "fashion-mnist", "synthetic-digits" -> OptionalInt.of(LIKE_MNIST);
      case "fractals" -> OptionalInt.of(FRACTALS);
      default -> OptionalInt.empty();
    };
  }

  /**
   * Opens an image set.
   *
   * @param dataset a known name, or a folder with one subfolder of images for each class
   * @param imageSize to which the images of a folder are scaled; other sets keep the size they have
   * @param seed of images that are drawn
   * @throws UserError if there is no such data set, or it cannot be had
   */
  public ImageSet open(String dataset, int imageSize, long seed) {
    check(dataset);
    return switch (dataset) {
      case "mnist" -> Mnist.open(dataset, Mnist.DIGITS, source(dataset), finder());
      case "fashion-mnist" -> Mnist.open(dataset, Mnist.CLOTHES, source(dataset), finder());
      case "synthetic-digits" -> SyntheticDigits.draw(LIKE_MNIST, seed);
      case "fractals" -> Fractals.of(FRACTALS, seed);
      default ->
          ImageFolder.read(
              folder(dataset, settings.directories()).orElseThrow(), imageSize, console);
    };
  }

  /**
   * Opens what a run was made from, whatever its name stands for now. A folder may have moved.
   *
   * @param then what the run's manifest says of it
   * @param dataset where a folder may be, if it is not where it was or has changed there
   * @throws UserError if there is none any more
   */
  public ImageSet reopen(Provenance then, String dataset, int imageSize, long seed) {
    if (!then.isFolder()) {
      return open(then.name(), imageSize, seed);
    }
    List<Path> places =
        Stream.concat(
                Stream.of(Path.of(then.origin())), folder(dataset, settings.directories()).stream())
            .distinct()
            .filter(Files::isDirectory)
            .toList();
    if (places.isEmpty()) {
      throw UserError.unavailable(
          ("the run was made from the images in %s, and there is no such folder now; put it there, or"
                  + " say where it is with -Dset=dataset=FOLDER")
              .formatted(then.origin()));
    }
    ImageSet first = ImageFolder.read(places.get(0), imageSize, console);
    return places.size() == 1 || then.changes(first.provenance()).isEmpty()
        ? first
        : ImageFolder.read(places.get(1), imageSize, console);
  }

  private FileFinder finder() {
    return new FileFinder(settings, console);
  }

  private DataSettings.DownloadSource source(String dataset) {
    return Optional.ofNullable(settings.sources().get(dataset))
        .orElseThrow(() -> UserError.unavailable("the settings name no source for " + dataset));
  }

  /** The folder of that path, or of that name in one of the directories. */
  public static Optional<Path> folder(String dataset, List<Path> directories) {
    return places(dataset, directories).stream().filter(Files::isDirectory).findFirst();
  }

  /** Where a folder of that path or name may be, the likeliest first. */
  public static List<Path> places(String dataset, List<Path> directories) {
    try {
      Path path = Path.of(dataset);
      return Stream.concat(Stream.of(path), directories.stream().map(d -> d.resolve(path)))
          .map(place -> place.toAbsolutePath().normalize())
          .distinct()
          .toList();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }
}
