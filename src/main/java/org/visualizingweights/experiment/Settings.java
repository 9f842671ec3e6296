package org.visualizingweights.experiment;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.visualizingweights.UserError;
import org.visualizingweights.experiment.Node.Mapping;

/**
 * What is not about one experiment: where things are, and where they come from.
 *
 * @param cache the folder of what was downloaded
 * @param dataDirectories folders with data sets and weights, the first to look into first
 * @param runs the folder of the runs
 * @param ui the live view
 * @param datasets where data sets can be downloaded, by their names
 * @param imagenet files with the same ImageNet weights, of which one is enough
 */
public record Settings(
    Path cache,
    List<Path> dataDirectories,
    Path runs,
    Ui ui,
    Map<String, Source> datasets,
    List<WeightsFile> imagenet) {

  public Settings {
    dataDirectories = List.copyOf(dataDirectories);
    datasets = Map.copyOf(datasets);
    imagenet = List.copyOf(imagenet);
  }

  /**
   * The live view of a run.
   *
   * @param enabled whether runs show themselves
   * @param host the address to listen on
   * @param port to listen on; 0 is any that is free
   */
  public record Ui(boolean enabled, String host, int port) {}

  /**
   * Where one data set can be downloaded.
   *
   * @param mirrors folders that hold all of its files, in the order in which they are tried
   * @param files what each file must hold, by its name
   */
  public record Source(List<URI> mirrors, Map<String, Fingerprint> files) {
    public Source {
      mirrors = List.copyOf(mirrors);
      files = Map.copyOf(files);
    }
  }

  /**
   * What a file must hold.
   *
   * @param ofContent whether size and SHA-256 are of what the file unpacks to, not of the file
   * @param bytes the size
   * @param sha256 in 64 hexadecimal digits
   */
  public record Fingerprint(boolean ofContent, long bytes, String sha256) {}

  /**
   * A file of weights.
   *
   * @param name under which it is kept
   * @param url where it can be downloaded
   * @param fingerprint what it must hold
   */
  public record WeightsFile(String name, URI url, Fingerprint fingerprint) {}

  /**
   * Reads {@code settings.yaml}.
   *
   * @param properties those that bear the name of a key stand over the file; {@code data.dir} is
   *     put in front of the data directories
   * @throws UserError with every mistake that there is, one a line
   */
  public static Settings read(ConfigFolder config, Properties properties) {
    Mistakes mistakes = new Mistakes();
    Optional<Mapping> file = YamlFile.read(config.settings(), mistakes);
    if (file.isEmpty()) {
      mistakes.throwIfAny();
    }
    Settings settings = SettingsReader.read(file.orElseThrow(), properties, mistakes);
    mistakes.throwIfAny();
    return settings;
  }
}
