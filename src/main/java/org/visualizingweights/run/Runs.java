package org.visualizingweights.run;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.visualizingweights.UserError;

/**
 * The runs below a folder, as they are on the disk now.
 *
 * <p>A run is a folder with a {@code manifest.json} or a {@code storage.db} in it, whatever is in
 * these, and whatever the folder and those above it are called: so it can be renamed, moved and
 * copied. Its id is the way to it, the names of the folders with slashes between: {@code
 * untrained/2026-11-23T10-15-30Z}.
 *
 * <p>It is found down to {@link #DEPTH} levels below the folder, never inside of another run, and
 * not where a name on the way begins with a dot. Symbolic links are followed, but for those that
 * lead back to where they are; what cannot be read is passed over. To find all runs, no file of
 * theirs is read.
 */
public final class Runs {
  /** Those of a sweep lie three deep; one more is for a folder that people sort theirs into. */
  public static final int DEPTH = 4;

  private final Path folder;
  private final int depth;

  private Runs(Path folder, int depth) {
    this.folder = folder;
    this.depth = depth;
  }

  /**
   * @param folder need not exist; is no run itself
   */
  public Runs(Path folder) {
    this(folder, DEPTH);
  }

  /**
   * The run that people mean by a path: its own folder, or that of its experiment, which stands for
   * the newest run right in it by what the manifests say.
   *
   * @throws UserError where there is none
   */
  public static RunFolder resolve(Path given) {
    return isRun(given)
        ? RunFolder.open(given)
        : newestIn(given)
            .orElseThrow(
                () ->
                    UserError.badInput(
                        ("%s is not a run's folder: it has no manifest.json, nor has a folder in"
                                + " it. Runs are in runs/<experiment>/<start>, and so are sweeps,"
                                + " which have a sweep.json.")
                            .formatted(given)));
  }

  /** The newest run right in a folder, by what the manifests say. */
  public static Optional<RunFolder> newestIn(Path folder) {
    return new Runs(folder, 1)
        .all().stream()
            .map(FoundRun::folder)
            .max(Comparator.comparing(RunFolder::startInManifest).thenComparing(RunFolder::path));
  }

  /**
   * A run, or what is left of one.
   *
   * @param folder of which any file may be missing
   */
  public record FoundRun(String id, RunFolder folder) {}

  /** Whether there is a run in a folder, rather than below it. */
  public static boolean isRun(Path folder) {
    RunFolder run = new RunFolder(folder);
    return Files.isRegularFile(run.manifestFile()) || Files.isRegularFile(run.storageFile());
  }

  public Path folder() {
    return folder;
  }

  /** All runs, in no order. */
  public List<FoundRun> all() {
    List<FoundRun> found = new ArrayList<>();
    search(folder, List.of(), found);
    return found;
  }

  /**
   * Looks into a folder that is no run.
   *
   * @param above the real paths of those that it lies in
   */
  private void search(Path parent, List<Path> above, List<FoundRun> found) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      Path real = parent.toRealPath();
      if (above.contains(real)) {
        return;
      }
      List<Path> way = Stream.concat(above.stream(), Stream.of(real)).toList();
      for (Path child : children) {
        if (isHidden(child)) {
          continue;
        }
        if (isRun(child)) {
          found.add(new FoundRun(id(folder.relativize(child)), new RunFolder(child)));
        } else if (way.size() < depth && Files.isDirectory(child)) {
          search(child, way, found);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not there yet or any more, or not ours to read.
    }
  }

  /**
   * All runs, by {@linkplain RunFolder#started() their starts}; of those that were renamed the
   * manifest is read.
   */
  public List<FoundRun> newestFirst() {
    return all().stream()
        .map(run -> Map.entry(run, run.folder().started().orElse(Instant.MIN)))
        .sorted(
            Map.Entry.<FoundRun, Instant>comparingByValue()
                .reversed()
                .thenComparing(run -> run.getKey().id()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The run of an id, which may come from anywhere: none leads out of the folder. */
  public Optional<RunFolder> find(String id) {
    String[] names = id.split("/", -1);
    Path path = folder;
    for (int i = 0; i < Math.min(names.length, depth) && isPlain(names[i]); i++) {
      path = path.resolve(names[i]);
      if (isRun(path)) {
        return i == names.length - 1 ? Optional.of(new RunFolder(path)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The id of a run's folder, if it is one of these. */
  public Optional<String> idOf(Path run) {
    return Stream.<UnaryOperator<Path>>of(path -> path.toAbsolutePath().normalize(), Runs::real)
        .filter(form -> form.apply(run).startsWith(form.apply(folder)))
        .map(form -> id(form.apply(folder).relativize(form.apply(run))))
        .filter(id -> find(id).isPresent())
        .findFirst();
  }

  /** The id of the run at a relative path. */
  public static String id(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .collect(joining("/"));
  }

  /**
   * What a run is called, where that is not its experiment and its start, as it was at first.
   *
   * @param manifest of the run
   */
  public static Optional<String> otherName(String id, Manifest manifest) {
    return Optional.of(id)
        .filter(name -> !name.matches(Pattern.quote(firstId(manifest)) + "(-\\d+)?"));
  }

  /** What a run was called at first: its experiment and its start. */
  public static String firstId(Manifest manifest) {
    return manifest.experiment().name() + "/" + RunName.of(manifest.started());
  }

  /** The path that is the same however a folder is named. */
  public static Path real(Path folder) {
    try {
      return Files.isDirectory(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }

  /** Whether a name is that of something right inside of a folder, and not hidden there. */
  private static boolean isPlain(String name) {
    try {
      Path path = Path.of(name);
      return !path.isAbsolute()
          && path.getNameCount() == 1
          && path.toString().equals(name)
          && !name.isEmpty()
          && !isHidden(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
