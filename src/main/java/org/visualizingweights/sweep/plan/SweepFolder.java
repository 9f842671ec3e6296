package org.visualizingweights.sweep.plan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.Sweep;
import org.visualizingweights.experiment.Sweep.Variant;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.run.JsonFile;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.NewFolder;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunName;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Versions;

/**
 * The folder of a sweep, made as {@code runs/<sweep>/<start in UTC>/}.
 *
 * <pre>
 *   sweep.json      the plan: what varies, and which runs there are
 *   experiments/    one file for each run, with every key; names as those of the runs' folders
 *   07-lr=0.1…/     the folders of the runs
 *   logs/           what each run said on its console
 *   results.csv     a row a run
 *   summary.csv     a row a combination
 * </pre>
 */
public final class SweepFolder {
  private static final String PLAN = "sweep.json";
  private static final String EXPERIMENTS = "experiments";

  /** Of some hundred thousand runs. */
  private static final int LARGEST_PLAN = 128 << 20;

  private static final int LONGEST_LABEL = 80;

  private final Path path;
  private final SweepManifest manifest;

  private SweepFolder(Path path, SweepManifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /**
   * Makes the folder of a new sweep, in which no run has begun.
   *
   * @param runs folder of all runs, made if need be
   * @throws UserError if it cannot be made
   */
  public static SweepFolder create(Path runs, Sweep sweep, Instant now) {
    List<PlannedRun> planned = planned(sweep.runs());
    SweepManifest manifest =
        new SweepManifest(
            sweep.name(),
            sweep.description(),
            sweep.varied(),
            now,
            Versions.current(Path.of("")),
            planned);
    Path path =
        NewFolder.named(
            runs.resolve(sweep.name()),
            RunName.of(now),
            folder -> fill(folder, manifest, sweep.runs()));
    return new SweepFolder(path, manifest);
  }

  private static void fill(Path folder, SweepManifest manifest, List<Variant> variants)
      throws IOException {
    Path experiments = Files.createDirectory(folder.resolve(EXPERIMENTS));
    Files.createDirectory(folder.resolve("logs"));
    for (int i = 0; i < variants.size(); i++) {
      Files.writeString(
          experiments.resolve(manifest.runs().get(i).folder() + ".yaml"),
          variants.get(i).experiment().toYaml(),
          StandardCharsets.UTF_8);
    }
    JsonFile.write(folder.resolve(PLAN), manifest);
  }

  private static List<PlannedRun> planned(List<Variant> variants) {
    int digits = Integer.toString(variants.size()).length();
    List<PlannedRun> planned = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      Variant variant = variants.get(i);
      String number = String.format(Locale.ROOT, "%0" + digits + "d", i + 1);
      long seed = variant.experiment().seed();
      planned.add(
          new PlannedRun(
              i + 1,
              number + "-" + label(variant.values(), seed),
              variant.values(),
              seed,
              sha256(variant.experiment().toYaml()),
              variant.keepsCheckpoints()));
    }
    return planned;
  }

  private static String sha256(String text) {
    try {
      return Fingerprint.sha256(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be read", e);
    }
  }

  /** What every file system takes; the number before it tells apart what it does not. */
  private static String label(Map<String, String> values, long seed) {
    String all =
        values.entrySet().stream()
            .filter(value -> !value.getKey().equals(PlannedRun.SEED))
            .map(value -> value.getKey() + "=" + value.getValue() + ",")
            .collect(Collectors.joining())
            .replaceAll("[^A-Za-z0-9=,.+_-]", "");
    return all.substring(0, Math.min(all.length(), LONGEST_LABEL)) + "seed=" + seed;
  }

  /** Whether there is a sweep in a folder, rather than below it. */
  public static boolean isSweep(Path folder) {
    return Files.isRegularFile(folder.resolve(PLAN));
  }

  /**
   * The sweep that people mean by a path: its own folder, or that of all its starts, where the
   * newest of the sweeps and runs right in it is a sweep.
   *
   * @return empty where there is none
   * @throws UserError where the only ones cannot be read
   */
  public static Optional<SweepFolder> find(Path given) {
    if (isSweep(given)) {
      return Optional.of(open(given));
    }
    Instant newestRun = Runs.newestIn(given).flatMap(RunFolder::started).orElse(Instant.MIN);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(given, SweepFolder::isSweep)) {
      List<String> problems = new ArrayList<>();
      Optional<SweepFolder> newest =
          StreamSupport.stream(children.spliterator(), false)
              .flatMap(child -> UserError.attempt(() -> open(child), problems::add).stream())
              .max(
                  Comparator.comparing((SweepFolder sweep) -> sweep.manifest().started())
                      .thenComparing(SweepFolder::path));
      if (newest.isEmpty() && newestRun.equals(Instant.MIN) && !problems.isEmpty()) {
        throw UserError.unavailable(problems.get(0));
      }
      return newest.filter(sweep -> sweep.manifest().started().isAfter(newestRun));
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty(); // not there, or not ours to read
    }
  }

  /** The plan of a run, if its folder is one of this sweep's. */
  public Optional<PlannedRun> planOf(Path run) {
    String name = String.valueOf(run.getFileName());
    return manifest.runs().stream().filter(planned -> planned.folder().equals(name)).findFirst();
  }

  /**
   * Opens the folder of a sweep that exists.
   *
   * @throws UserError if there is none, or its plan cannot be read
   */
  public static SweepFolder open(Path path) {
    return new SweepFolder(
        path,
        JsonFile.read(
            path.resolve(PLAN),
            SweepManifest.class,
            LARGEST_PLAN,
            "a sweep's plan any more; its runs are whole in their folders, and it goes on when a copy"
                + " of the file is put back"));
  }

  public Path path() {
    return path;
  }

  /** What the sweep is, and which runs it is to have. */
  public SweepManifest manifest() {
    return manifest;
  }

  /** The folder of a run, which need not be there yet. */
  public Path of(PlannedRun run) {
    return path.resolve(run.folder());
  }

  /** The experiment of a run, with every key. */
  public Path experimentOf(PlannedRun run) {
    return path.resolve(EXPERIMENTS).resolve(run.folder() + ".yaml");
  }

  /**
   * What is not as it was planned of a run, in a sentence: of the experiment that it is to be made
   * from, or has been.
   *
   * @param done what the run's folder says, if it has one
   */
  public Optional<String> deviation(PlannedRun run, Optional<Manifest> done) {
    Path file = experimentOf(run);
    try {
      if (!Fingerprint.sha256(file).equals(run.sha256())) {
        return Optional.of("%s was edited since the sweep was planned".formatted(file));
      }
    } catch (IOException e) {
      return Optional.of("%s cannot be read".formatted(file));
    }
    return done.map(manifest -> manifest.experiment().overrides())
        .filter(made -> !made.entrySet().containsAll(run.settings().entrySet()))
        .map(
            made ->
                "%s was made with %s, and %s plans %s"
                    .formatted(of(run), made, PLAN, run.settings()));
  }

  /** What a run said on its console, in all attempts. */
  public Path logOf(PlannedRun run) {
    return path.resolve("logs").resolve(run.folder() + ".log");
  }

  /** A row a run. */
  public Path resultsFile() {
    return path.resolve("results.csv");
  }

  /** A row a combination of values. */
  public Path summaryFile() {
    return path.resolve("summary.csv");
  }
}
