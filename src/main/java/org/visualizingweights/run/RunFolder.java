package org.visualizingweights.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one run, made as {@code runs/<experiment>/<start in UTC>/}; {@link Runs} finds it
 * where it lies now.
 *
 * <p>One process writes it and any number may read it, meanwhile or later.
 */
public final class RunFolder {
  static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  /** What every file system takes as one folder's name. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[^\\p{Cntrl}/\\\\:*?\"<>|]+");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
          .build();

  private final Path path;

  /** The folder at a path, of which any file may be missing. */
  RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder of a new run. A second one in the same second gets {@code -2} after its name.
   *
   * @param runs folder of all runs, made if need be
   * @throws UserError if the experiment's name cannot be a folder's, or the folder cannot be made
   */
  public static RunFolder create(Path runs, String experiment, Instant start) {
    if (!PLAIN_NAME.matcher(experiment).matches() || experiment.matches("\\.+")) {
      throw UserError.badInput(
          "\"%s\" cannot be an experiment's name, because it cannot be a folder's: rename its file."
              .formatted(experiment));
    }
    Path parent = runs.resolve(experiment);
    try {
      Files.createDirectories(parent);
      RunFolder folder = new RunFolder(createUnused(parent, NAME.format(start)));
      Files.createDirectory(folder.checkpoints());
      Files.createDirectory(folder.charts());
      return folder;
    } catch (IOException e) {
      throw UserError.unavailable(
          "Cannot make a folder for the run in %s (%s). Is the disk full, or not yours to write?"
              .formatted(parent, e),
          e);
    }
  }

  private static Path createUnused(Path parent, String name) throws IOException {
    for (int i = 1; ; i++) {
      try {
        return Files.createDirectory(parent.resolve(i == 1 ? name : name + "-" + i));
      } catch (FileAlreadyExistsException e) {
        // Another run of the same second has it: try the next name.
      }
    }
  }

  /**
   * Opens the folder of a run that exists.
   *
   * @throws UserError if there is none
   */
  public static RunFolder open(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!Files.isRegularFile(folder.manifestFile())) {
      throw folder.hasNoManifest();
    }
    return folder;
  }

  private UserError hasNoManifest() {
    return UserError.unavailable(
        "%s is not a run's folder: it has no manifest.json. Runs are in runs/<experiment>/<start>."
            .formatted(path));
  }

  public Path path() {
    return path;
  }

  /** The experiment with every key resolved, enough to run it again. */
  public Path experimentFile() {
    return path.resolve("experiment.yaml");
  }

  public Path manifestFile() {
    return path.resolve("manifest.json");
  }

  public Path metricsFile() {
    return path.resolve("metrics.csv");
  }

  /** What was recorded at the steps of the run. */
  public Path storageFile() {
    return path.resolve("storage.db");
  }

  /** A folder. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** A folder. */
  public Path charts() {
    return path.resolve("charts");
  }

  /** One self-contained file. */
  public Path reportFile() {
    return path.resolve("report.html");
  }

  /** Replaces the manifest. Readers see the old one or the new one, never a part. */
  public synchronized void write(Manifest manifest) {
    try {
      WholeFile.write(manifestFile(), out -> out.write(JSON.writeValueAsBytes(manifest)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + manifestFile(), e);
    }
  }

  /**
   * Reads the manifest. Where it says that the run goes on but its process is gone, the run counts
   * as interrupted. Fields that are not known, of a newer version, are passed over.
   *
   * @throws UserError if the file cannot be read or is not a manifest
   */
  public Manifest manifest() {
    Manifest first = readManifest();
    if (!first.orphaned()) {
      return first;
    }
    // The process may have ended the run properly after the first look: nobody writes any more now.
    Manifest last = readManifest();
    return last.orphaned() ? last.killed() : last;
  }

  /** When the run began, as its folder's name has it, or, where that is another, its manifest. */
  public Optional<Instant> started() {
    String name = path.getFileName().toString();
    try {
      return Optional.of(NAME.parse(name.substring(0, Math.min(name.length(), 20)), Instant::from));
    } catch (DateTimeParseException renamed) {
      return startInManifest();
    }
  }

  private Optional<Instant> startInManifest() {
    try {
      return Optional.of(manifest().started());
    } catch (UserError unreadable) {
      return Optional.empty();
    }
  }

  private Manifest readManifest() {
    try {
      Manifest manifest = JSON.readValue(Files.readAllBytes(manifestFile()), Manifest.class);
      return Optional.ofNullable(manifest).orElseThrow(() -> notAManifest("it says null"));
    } catch (NoSuchFileException e) {
      throw hasNoManifest();
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read " + manifestFile() + ": " + e, e);
    } catch (JacksonException e) {
      throw notAManifest(e.getOriginalMessage());
    }
  }

  private UserError notAManifest(String why) {
    return UserError.unavailable("%s is not a run's manifest: %s".formatted(manifestFile(), why));
  }

  /** Adds the figures of an epoch to {@code metrics.csv}, and sees them on the disk. */
  public synchronized void append(EpochMetrics metrics) {
    new MetricsFile(metricsFile()).append(metrics);
  }

  /**
   * Removes the figures of later epochs, which are to be run again.
   *
   * @param epochs whose figures stay
   */
  public synchronized void cutBackMetrics(int epochs) {
    new MetricsFile(metricsFile()).cutBack(epochs);
  }

  /**
   * The figures of the epochs so far, in order; empty before the first is over.
   *
   * @throws UserError if a line is not what it should be
   */
  public List<EpochMetrics> metrics() {
    return new MetricsFile(metricsFile()).read();
  }
}
