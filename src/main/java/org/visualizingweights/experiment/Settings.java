package org.visualizingweights.experiment;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.Node.Mapping;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.model.weights.WeightsSource;
import org.visualizingweights.ui.UiSettings;

/**
 * What is not about one experiment: where things are, and where they come from.
 *
 * @param data where data sets are looked for, and weights too
 * @param runs the folder of the runs
 * @param ui where runs are shown
 * @param threads that compute a run; empty: as many as there are cores, or, in a sweep, one
 * @param atOnce runs of a sweep that go on side by side; empty: as many as cores and memory allow
 * @param spark which executes the runs of sweeps; empty: this machine does
 * @param layers that compute
 * @param weights what is known of the weights that have a name
 */
public record Settings(
    DataSettings data,
    Path runs,
    UiSettings ui,
    OptionalInt threads,
    OptionalInt atOnce,
    Optional<Spark> spark,
    Layers layers,
    Map<String, WeightsSource> weights) {

  /**
   * A cluster of Apache Spark's.
   *
   * @param master as Spark calls it: {@code spark://host:7077}, {@code local[*]}, …
   * @param port of this machine to which runs report; 0: any that is free
   * @param shared whether all machines see the folder of the runs at the same path
   */
  public record Spark(String master, int port, boolean shared) {}

  /** Whose layers compute a run. */
  public enum Layers {
    /** The fastest that there are for the machine. */
    AUTO,
    /** Deeplearning4j's own. */
    STOCK
  }

  public Settings {
    weights = Map.copyOf(weights);
  }

  /**
   * Reads {@code settings.yaml}.
   *
   * @param properties those that bear the name of a key stand over the file; {@code data.dir} is
   *     put in front of the data directories, and what comes with the project behind them
   * @throws UserError with every mistake that there is, one a line
   */
  public static Settings read(ConfigFolder config, Properties properties) {
    Mistakes mistakes = new Mistakes();
    Optional<Mapping> file = YamlFile.read(config.settings(), mistakes);
    if (file.isEmpty()) {
      mistakes.throwIfAny();
    }
    Settings settings = SettingsReader.read(config, file.orElseThrow(), properties, mistakes);
    mistakes.throwIfAny();
    return settings;
  }
}
