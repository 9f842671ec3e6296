package org.visualizingweights.execution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.experiment.Experiment;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.Console;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.weights.PretrainedWeights;

/** The files that runs read besides their experiments: data, weights, networks. */
public final class Ingredients {
  /** Where what is known by its name is, on a machine to which it is brought. */
  private static final String DATA = "data/";

  /** Where the program works there. */
  private static final String WORK = "work/";

  private static final String PACKED = ".gz";

  private final Settings settings;
  private final boolean shared;
  private final Console console;
  private final Map<String, Path> found = new LinkedHashMap<>();

  private Ingredients(Settings settings, boolean shared, Console console) {
    this.settings = settings;
    this.shared = shared;
    this.console = console;
  }

  /**
   * Finds them, as the runs would here; what can be downloaded is.
   *
   * @param shared whether absolute paths mean the same there
   * @return files and folders of this machine, by the places at which runs find them on a machine
   *     to which they are brought
   * @throws UserError where they are not to be had, or are named in a way that means something else
   *     elsewhere
   */
  public static Map<String, Path> of(
      Collection<Experiment> experiments, Settings settings, boolean shared, Console console) {
    Ingredients all = new Ingredients(settings, shared, console);
    experiments.stream().map(Experiment::dataset).distinct().forEach(all::dataset);
    experiments.forEach(all::network);
    experiments.stream()
        .filter(Experiment::pretrained)
        .filter(experiment -> experiment.network() instanceof ResNet)
        .map(
            experiment ->
                new WantedWeights(
                    (ResNet) experiment.network(),
                    experiment.weights(),
                    experiment.weightsFallback()))
        .distinct()
        .forEach(all::weights);
    return all.found;
  }

  private record WantedWeights(ResNet network, String weights, Optional<String> fallback) {}

  private void dataset(String name) {
    DataSets sets = new DataSets(settings.data(), console);
    sets.check(name);
    if (DataSets.DOWNLOADED.contains(name)) {
      Provenance files = sets.open(name, 1, 0).provenance();
      Stream.of(files.origin().split(", "))
          .map(Path::of)
          .forEach(
              folder ->
                  files.sha256().keySet().stream()
                      .flatMap(file -> Stream.of(file, file.replace(PACKED, "")))
                      .filter(file -> Files.isRegularFile(folder.resolve(file)))
                      .forEach(file -> found.put(DATA + name + "/" + file, folder.resolve(file))));
    } else if (!DataSets.NAMES.contains(name)) {
      named("dataset", name, DataSets.folder(name, settings.data().directories()).orElseThrow());
    }
  }

  private void network(Experiment experiment) {
    if (experiment.network() instanceof GivenNetwork given) {
      given.file().ifPresent(file -> named("network", given.name(), Path.of(file.origin())));
    }
  }

  private void weights(WantedWeights wanted) {
    Provenance file =
        new PretrainedWeights(wanted.network(), settings.data(), settings.weights(), console)
            .open(wanted.weights(), wanted.fallback())
            .provenance();
    Path from = Path.of(file.origin());
    if (PretrainedWeights.NAMES.contains(file.name())) {
      found.put(DATA + "weights/" + from.getFileName(), from);
    } else {
      named("weights", wanted.weights().replaceAll("#.*", ""), from);
    }
  }

  /** What an experiment names by its path, which has to mean the same there. */
  private void named(String key, String path, Path from) {
    Path given = Path.of(path);
    if (shared && given.isAbsolute()) {
      return;
    }
    if (given.isAbsolute() || !given.normalize().equals(given) || given.startsWith("..")) {
      throw UserError.badInput(
          ("%s: found %s, which is in no folder of the workers; allowed is a path below the folder in"
                  + " which you are or, for data, below one named with -Ddata.dir, which is brought to"
                  + " them. Where they see the same folders as this machine, say -Dsweep.shared=true")
              .formatted(key, path));
    }
    found.put(WORK + path.replace('\\', '/'), from);
  }
}
