package org.visualizingweights.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.visualizingweights.Count;
import org.visualizingweights.Nearest;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.ExperimentReader.Origin;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.experiment.SweepReader.Sources;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;

/**
 * The experiments of a folder: finds, reads and lists them.
 *
 * @param folder where a name without a folder is looked up; usually {@code experiments}
 * @param config where the defaults are
 * @param vertexNames the vertices of a network with a head, in the order of the graph
 * @param data directories in which folders of images may lie
 */
public record Experiments(
    Path folder,
    ConfigFolder config,
    BiFunction<Network, Head, Set<String>> vertexNames,
    List<Path> data) {
  /** What a run was that did not record it, whatever the defaults are now. */
  private static final String OLD_RUNS_NETWORK = "network=resnet18";

  private static final List<String> ENDINGS = List.of("", ".yaml", ".yml");

  /**
   * An experiment in the list.
   *
   * @param name as it can be asked for
   * @param text its description, or its first mistake
   * @param valid whether it can be run
   */
  public record Listed(String name, String text, boolean valid) {}

  /** Those whose folders of images are where their paths say. */
  public Experiments(
      Path folder, ConfigFolder config, BiFunction<Network, Head, Set<String>> vertexNames) {
    this(folder, config, vertexNames, List.of());
  }

  /** The same, whose folders of images may lie in data directories, too. */
  public Experiments with(Settings settings) {
    return new Experiments(folder, config, vertexNames, settings.data().directories());
  }

  /**
   * Finds an experiment's file.
   *
   * @param name a path, or a name in the folder; the ending may be left out
   * @throws UserError where there is none; it names those of a similar name
   */
  public Path find(String name) {
    return existing(name).orElseThrow(() -> missing(name));
  }

  private Optional<Path> existing(String name) {
    Path base = base(name);
    return ENDINGS.stream()
        .map(ending -> base.resolveSibling(base.getFileName() + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Path base(String name) {
    Path asked = path(name);
    boolean isPath = asked.isAbsolute() || asked.getNameCount() > 1;
    return isPath ? asked : folder.resolve(asked);
  }

  /**
   * Reads and checks an experiment.
   *
   * @param name a path, or a name in the folder; the ending may be left out
   * @param overrides {@code key=value,key=value}, put over the file's keys; may be empty
   * @throws UserError with every mistake that there is, one a line
   */
  public Experiment read(String name, String overrides) {
    Path file = find(name);
    Sweep sweep = plan(List.of(file), overrides);
    if (!sweep.isOneRun()) {
      throw UserError.badInput(
          ("%s: a sweep of %s, and one experiment is wanted here;"
                  + " -Dset=vary=none,sample=none,repeats=1 makes it one")
              .formatted(file, Count.of(sweep.runs().size(), "run")));
    }
    return sweep.runs().get(0).experiment();
  }

  /**
   * Reads and checks all runs that are asked for: those of a sweep, or of several experiments, or
   * of one, whose sweep {@linkplain Sweep#isOneRun is one run}.
   *
   * @param names paths, or names in the folder, with commas between; a file whose name has a comma
   *     is found, too
   * @param overrides {@code key=value,key=value}, put over the keys of each file; may be empty
   * @throws UserError with every mistake that there is, one a line
   */
  public Sweep plan(String names, String overrides) {
    return plan(named(names), overrides);
  }

  private Sweep plan(List<Path> files, String overrides) {
    Mistakes mistakes = new Mistakes();
    Surroundings around = Surroundings.of(vertexNames, data, config);
    Optional<Mapping> defaults = YamlFile.read(config.defaults(), mistakes);
    Mapping over = Overrides.parse(overrides, mistakes);
    Map<String, Sweep> sweeps = new LinkedHashMap<>();
    for (Path file : files) {
      Optional<Mapping> keys = YamlFile.read(file, mistakes);
      if (keys.isPresent() && defaults.isPresent()) {
        Sources sources = new Sources(file, keys.get(), over, defaults.get());
        SweepReader.read(sources, around, mistakes)
            .ifPresent(sweep -> sweeps.put(nameOf(file), sweep));
      }
    }
    mistakes.throwIfAny();
    return files.size() == 1 ? sweeps.values().iterator().next() : JoinedSweeps.of(sweeps);
  }

  /** The files that names with commas between stand for; as many commas as can be are of names. */
  private List<Path> named(String names) {
    String[] parts = names.split(",", -1);
    Map<String, Path> files = new LinkedHashMap<>();
    for (int from = 0, to; from < parts.length; from = to) {
      to = parts.length;
      while (to > from + 1 && existing(between(parts, from, to)).isEmpty()) {
        to--;
      }
      Path file = find(between(parts, from, to));
      Path same = files.putIfAbsent(nameOf(file), file);
      if (same != null) {
        throw UserError.badInput(
            same.equals(file)
                ? "%s is named twice; with -Dset=repeats=2 it runs twice, with two seeds"
                    .formatted(nameOf(file))
                : "%s and %s are of the same name, and their runs could not be told apart; rename one"
                    .formatted(same, file));
      }
    }
    return List.copyOf(files.values());
  }

  private static String between(String[] parts, int from, int to) {
    return String.join(",", List.of(parts).subList(from, to));
  }

  /**
   * Reads the experiment that a run has recorded, as this version or an earlier one wrote it.
   *
   * @param file in the run's folder
   * @param overrides {@code key=value,key=value}, put over the file's keys; may be empty
   * @throws UserError with every mistake that there is, one a line
   */
  public Experiment readRecorded(Path file, String overrides) {
    Path found = find(file.toAbsolutePath().toString());
    Mistakes mistakes = new Mistakes();
    Optional<Mapping> defaults = YamlFile.read(config.defaults(), mistakes);
    Optional<Mapping> keys = YamlFile.read(found, mistakes);
    Mapping over = Overrides.parse(overrides, mistakes);
    if (defaults.isEmpty() || keys.isEmpty()) {
      mistakes.throwIfAny();
    }
    Mapping own =
        keys.orElseThrow().with(over).withDefaults(Overrides.parse(OLD_RUNS_NETWORK, mistakes));
    Experiment experiment =
        ExperimentReader.read(
            own.withDefaults(defaults.orElseThrow().without(SweepKeys.NAMES)),
            Origin.of(found, own, true),
            Surroundings.of(vertexNames, data, config),
            mistakes);
    mistakes.throwIfAny();
    return experiment;
  }

  /**
   * Makes sure that no key of an experiment was set as if it were a setting of the program, as in
   * {@code -Depochs=1}.
   *
   * @param overrides {@code key=value,key=value}; may be empty
   * @throws UserError where one was; it says how it is set
   */
  public static void checkProperties(Properties properties, String overrides) {
    StrayProperties.problem(properties, overrides)
        .ifPresent(
            problem -> {
              throw UserError.badInput(problem);
            });
  }

  /** Settings of the command line, as they were written, by their keys. */
  public static Map<String, String> overrides(String settings) {
    return Overrides.texts(settings);
  }

  /**
   * All experiments of the folder, in the order of their names; one with mistakes is in the list
   * all the same.
   *
   * @throws UserError where there is no such folder
   */
  public List<Listed> list() {
    if (!Files.isDirectory(folder)) {
      throw UserError.badInput(folder + ": there is no such folder; run from the project's folder");
    }
    return files().stream().map(this::listed).toList();
  }

  private Listed listed(Path file) {
    String name = nameOf(file);
    try {
      return new Listed(name, plan(List.of(file), "").description(), true);
    } catch (UserError e) {
      return new Listed(name, e.getMessage().lines().findFirst().orElse(""), false);
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted(Comparator.comparing(Experiments::nameOf))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private UserError missing(String name) {
    Path base = base(name);
    if (Files.isDirectory(base)) {
      return UserError.badInput(base + ": a folder; name one of the experiments in it");
    }
    Path beside = Optional.ofNullable(base.getParent()).orElse(Path.of(""));
    List<String> others =
        new Experiments(beside, config, vertexNames)
            .files().stream().map(Experiments::nameOf).toList();
    String question = Nearest.question(nameOf(base), others);
    String known = others.isEmpty() ? "" : "; there are " + String.join(", ", others);
    return UserError.badInput(
        base + ": there is no such experiment" + (question.isEmpty() ? known : question));
  }

  private static Path path(String name) {
    try {
      Path path = Path.of(name.strip());
      if (path.getFileName() != null && !path.getFileName().toString().isEmpty()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below, in one way for all that cannot be a file.
    }
    throw UserError.badInput("\"" + name + "\" is no name of an experiment");
  }

  static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
