package org.visualizingweights.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import tools.jackson.core.JacksonException;

/**
 * The folder of one run, made as {@code runs/<experiment>/<start in UTC>/}; {@link Runs} finds it
 * where it lies now.
 *
 * <p>One process writes it and any number may read it, meanwhile or later.
 */
public final class RunFolder {
  /** The name of the file that has the experiment with every key resolved. */
  public static final String EXPERIMENT = "experiment.yaml";

  /** The name of the file that has the configuration of a network that is watched. */
  public static final String NETWORK = "network.json";

  /** With some thousand times that a run was resumed. */
  private static final int LARGEST_MANIFEST = 1 << 20;

  private final Path path;

  /** The folder at a path, of which any file may be missing. */
  public RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder of a new run, with manifest and files in it from the first moment on. A second
   * one in the same second gets {@code -2} after its name.
   *
   * @param runs folder of all runs, made if need be
   * @param files the texts of files by their names: {@link #EXPERIMENT}, {@link #NETWORK}
   * @throws UserError if the run's name cannot be a folder's, or the folder cannot be made
   */
  public static RunFolder create(Path runs, Manifest manifest, Map<String, String> files) {
    Path parent = RunName.parent(runs, manifest);
    return new RunFolder(
        NewFolder.named(
            parent, RunName.of(manifest.started()), folder -> fill(folder, manifest, files)));
  }

  /**
   * Makes the folder of a new run at a path where there is nothing yet.
   *
   * @param files as for {@link #create}
   * @throws UserError if it cannot be made, or there is something already
   */
  public static RunFolder createAt(Path path, Manifest manifest, Map<String, String> files) {
    return new RunFolder(NewFolder.at(path, folder -> fill(folder, manifest, files)));
  }

  private static void fill(Path path, Manifest manifest, Map<String, String> files)
      throws IOException {
    RunFolder folder = new RunFolder(path);
    if (manifest.watched().isEmpty()) {
      Files.createDirectory(folder.checkpoints());
    }
    Files.createDirectory(folder.charts());
    files.forEach((name, text) -> replace(path.resolve(name), text));
    folder.write(manifest);
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
    return path.resolve(EXPERIMENT);
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

  /** Whether charts and report are there, as far as the manifest knows. */
  public boolean hasResults() {
    return manifest().results().map(Results::made).orElse(true)
        && Files.exists(reportFile())
        && Files.exists(charts().resolve("strips.png"));
  }

  /**
   * Replaces the manifest. Readers see the old one or the new one, never a part.
   *
   * @throws UserError if it cannot be written, or would be too large to be read
   */
  public synchronized void write(Manifest manifest) {
    byte[] json = JsonFile.MAPPER.writeValueAsBytes(manifest);
    if (json.length > LARGEST_MANIFEST) {
      throw UserError.unavailable(
          "%s would be too large to be read again: the run has too many or too long names, settings or notes"
              .formatted(manifestFile()));
    }
    replace(manifestFile(), json);
  }

  /**
   * Replaces the manifest by that of a process elsewhere, which this one writes in its stead.
   *
   * @param json as it is written there
   * @throws UserError if it is no manifest, or cannot be written
   */
  public void writeFor(byte[] json, Owner writer) {
    try {
      write(JsonFile.MAPPER.readValue(json, Manifest.class).ownedBy(writer));
    } catch (JacksonException e) {
      throw notAManifest(JsonFile.reason(e));
    }
  }

  /**
   * Replaces the experiment.
   *
   * @param yaml with every key
   */
  public synchronized void writeExperiment(String yaml) {
    replace(experimentFile(), yaml);
  }

  static void replace(Path file, String text) {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void replace(Path file, byte[] content) {
    try {
      WholeFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  /** Replaces the manifest of a run in which something went wrong: that is what is to be told. */
  public void writeAfter(Throwable first, Manifest manifest) {
    try {
      write(manifest);
    } catch (UserError second) {
      first.addSuppressed(second);
    }
  }

  /**
   * Reads the manifest. Where it says that the run goes on but its owner does not have the
   * {@linkplain RunLock right to write} any more, the run counts as interrupted. Fields that are
   * not known, of a newer version, are passed over.
   *
   * @throws UserError if the file cannot be read or is not a manifest
   */
  public Manifest manifest() {
    Manifest first = readManifest();
    if (first.status() != Status.RUNNING || RunLock.isHeldBy(path, first.owner())) {
      return first;
    }
    // The process may have ended the run properly after the first look: nobody writes any more now.
    Manifest last = readManifest();
    return last.status() == Status.RUNNING ? last.killed() : last;
  }

  /** When the run began, as its folder's name has it, or, where that is another, its manifest. */
  public Optional<Instant> started() {
    return RunName.start(path.getFileName().toString())
        .or(() -> Optional.of(startInManifest()).filter(start -> start.isAfter(Instant.MIN)));
  }

  /** When the run began, as its manifest has it; long ago where that cannot be read. */
  Instant startInManifest() {
    try {
      return readManifest().started();
    } catch (UserError unreadable) {
      return Instant.MIN;
    }
  }

  private Manifest readManifest() {
    try {
      byte[] json = SmallFile.read(manifestFile(), LARGEST_MANIFEST, "a run's manifest");
      Manifest manifest =
          Optional.ofNullable(JsonFile.MAPPER.readValue(json, Manifest.class))
              .orElseThrow(() -> notAManifest("it says null"));
      String name = manifest.experiment().name();
      if (!RunName.staysInItsFolder(name)) {
        throw notAManifest("no experiment can be called \"%.80s\"".formatted(name));
      }
      return manifest;
    } catch (NoSuchFileException e) {
      throw hasNoManifest();
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read " + manifestFile() + ": " + e, e);
    } catch (JacksonException e) {
      throw notAManifest(JsonFile.reason(e));
    }
  }

  /**
   * Every key and its value, as text: of an experiment as its file has them, which people may have
   * edited, and else as the manifest has.
   *
   * @throws UserError if they cannot be read
   */
  public Map<String, String> settings() {
    Manifest manifest = readManifest();
    boolean recorded =
        manifest.watched().isPresent()
            || !manifest.settings().isEmpty() && !Files.exists(experimentFile());
    return recorded ? manifest.settings() : FlatSettings.read(experimentFile());
  }

  private UserError notAManifest(String why) {
    return UserError.unavailable("%s is not a run's manifest: %s".formatted(manifestFile(), why));
  }

  /** Adds the figures of an epoch to {@code metrics.csv}, and sees them on the disk. */
  public synchronized void append(EpochMetrics metrics) {
    metricsOfEpochs().append(metrics);
  }

  /** Puts the figures of an epoch in the place of those that it had. */
  synchronized void replace(EpochMetrics metrics) {
    metricsOfEpochs().put(metrics);
  }

  /**
   * Removes the figures of later epochs, which are to be run again.
   *
   * @param epochs whose figures stay
   */
  public synchronized void cutBackMetrics(int epochs) {
    metricsOfEpochs().cutBack(epochs);
  }

  /**
   * The figures of the epochs so far, in order; empty before the first is over.
   *
   * @throws UserError if a line is not what it should be
   */
  public List<EpochMetrics> metrics() {
    return metricsOfEpochs().read();
  }

  /**
   * The figures of the epochs so far, as they are shown, in memory that does not depend on how many
   * there are. Where there are more than rows, each row is of several epochs: it has the figures of
   * the last of them, and the last validation.
   *
   * @param most rows
   * @return in order; empty before the first epoch is over
   * @throws UserError if a line is not what it should be
   */
  public List<EpochMetrics> metrics(int most) {
    return metricsOfEpochs().read(most);
  }

  /**
   * Hands on the figures of one epoch after the other, of which none stays in memory.
   *
   * @throws UserError if a line is not what it should be
   */
  public void eachEpoch(Consumer<EpochMetrics> reader) {
    metricsOfEpochs().each(reader);
  }

  private MetricsFile metricsOfEpochs() {
    return new MetricsFile(metricsFile(), () -> readManifest().progress());
  }
}
