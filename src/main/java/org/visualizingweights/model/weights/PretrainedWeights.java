package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.files.Console;
import org.visualizingweights.files.DataSettings;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.RemoteFile;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.model.Torchvision;

/** Opens pretrained weights, by name or from a file. */
public final class PretrainedWeights {
  /** ImageNet's as torchvision has them, which the notebook used. */
  public static final String IMAGENET = "imagenet";

  /** ImageNet's as ML.NET has them, which come with the project. */
  public static final String IMAGENET_MLNET = "imagenet-mlnet";

  /** The names of weights that have one. */
  public static final List<String> NAMES = List.of(IMAGENET, IMAGENET_MLNET);

  /** The folder of the cache, and of any data directory, in which files of weights are. */
  private static final String FOLDER = "weights";

  private final ResNet network;
  private final DataSettings settings;
  private final Map<String, WeightsSource> sources;
  private final Console console;

  /**
   * @param network that the weights are for
   * @param settings where files are looked for and kept
   * @param sources what is known of the weights, by {@linkplain #NAMES name}
   */
  public PretrainedWeights(
      ResNet network, DataSettings settings, Map<String, WeightsSource> sources, Console console) {
    this.network = network;
    this.settings = settings;
    this.sources = Map.copyOf(sources);
    this.console = console;
  }

  /**
   * Opens weights.
   *
   * @param weights one of {@link #NAMES}, or a file
   * @param fallback what to open, announced, where {@code imagenet} cannot be had; the provenance
   *     says so too
   * @throws UserError if the weights cannot be had, or a file is not what it should be
   */
  public Weights open(String weights, Optional<String> fallback) {
    if (!weights.equals(IMAGENET)) {
      return open(weights);
    }
    try {
      return open(weights);
    } catch (UserError e) {
      String reason =
          "%s was asked for but cannot be had: %s".formatted(title(weights), e.getMessage());
      return instead(
          fallback.orElseThrow(
              () -> UserError.unavailable(reason + ", or take weights: " + otherThanImagenet())),
          reason);
    }
  }

  private String otherThanImagenet() {
    return sources.get(IMAGENET_MLNET).filesOf(network).isEmpty() ? "FILE" : IMAGENET_MLNET;
  }

  private Weights instead(String fallback, String reason) {
    try {
      Weights instead = open(fallback).insteadOf(reason);
      console.say("Using %s instead: %s".formatted(title(fallback), reason));
      return instead;
    } catch (UserError e) {
      throw UserError.unavailable("%s; nor can %s: %s".formatted(reason, fallback, e.getMessage()));
    }
  }

  private String title(String name) {
    return "%s (%s)".formatted(name, sources.get(name).description());
  }

  private Weights open(String weights) {
    return sources.containsKey(weights)
        ? open(weights, sources.get(weights).filesOf(network))
        : read(path(Path.of(weights)), Optional.of(network.torchvision()));
  }

  private Weights open(String name, List<RemoteFile> files) {
    if (files.isEmpty()) {
      throw UserError.unavailable(
          "%s has none for a %s; take a file of yours, weights: FILE, or another network, such as %s"
              .formatted(title(name), network.title(), others(name)));
    }
    return new FileFinder(settings, console)
        .readAny(FOLDER, files, remote -> file -> verified(name, remote.fingerprint(), file))
        .value();
  }

  /** The networks that there are such weights for. */
  private String others(String name) {
    return Networks.ALL.stream()
        .filter(other -> !sources.get(name).filesOf(other).isEmpty())
        .map(other -> "network: " + other.name())
        .collect(Collectors.joining(", "));
  }

  private Weights verified(String name, Fingerprint fingerprint, Path file)
      throws IOException, UnusableFile {
    Optional<String> problem = fingerprint.problem(file);
    if (problem.isPresent()) {
      throw new UnusableFile(problem.get());
    }
    WeightsSource source = sources.get(name);
    FoundWeights found = WeightsFile.read(file, "", Optional.of(network.torchvision()));
    return new Weights(
        found.tensors(),
        new Provenance(
            name,
            Optional.of(source.description()),
            origin(file),
            Map.of(file.getFileName().toString(), fingerprint.sha256()),
            Optional.of(source.license()),
            Optional.empty()),
        found.remarks());
  }

  /**
   * Opens the weights that a run began with, whatever has become of their name since.
   *
   * @param then what the run's manifest says of them; of one file
   * @throws UserError if the very same file is to be found neither where it was nor in a data
   *     directory or the cache, nor to be downloaded; names it and its SHA-256
   */
  public Weights reopen(Provenance then) {
    Map.Entry<String, String> file = then.sha256().entrySet().iterator().next();
    Optional<WeightsSource> source = Optional.ofNullable(sources.get(then.name()));
    List<RemoteFile> known =
        source.stream()
            .flatMap(one -> one.filesOf(network).stream())
            .filter(one -> one.fingerprint().sha256().equals(file.getValue()))
            .toList();
    return known.isEmpty() ? find(then, file.getKey(), file.getValue()) : open(then.name(), known);
  }

  private Weights find(Provenance then, String name, String sha256) {
    List<Path> places = settings.placesOf(FOLDER);
    Stream<Path> candidates = places.stream().map(place -> place.resolve(name));
    return Stream.concat(Stream.of(Path.of(then.origin())), candidates)
        .filter(file -> Files.isRegularFile(file) && holds(file, sha256))
        .findFirst()
        .map(file -> reread(file, name, then))
        .orElseThrow(
            () ->
                UserError.unavailable(
                    "the run began with the weights %s (%s): %s, SHA-256 %s, which is neither there nor in %s; put it there, or name its folder with -Ddata.dir"
                        .formatted(
                            then.name(),
                            then.origin(),
                            name,
                            sha256,
                            places.stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(", ")))));
  }

  private static boolean holds(Path file, String sha256) {
    try {
      return Fingerprint.sha256(file).equals(sha256);
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads the state dict of which the name behind the file's tells, and keeps that name. */
  private Weights reread(Path file, String fileName, Provenance then) {
    String name = then.name();
    boolean chosen = name.startsWith(fileName + WeightsPath.SEPARATOR);
    String stateDict = chosen ? name.substring(fileName.length() + 1) : "";
    Weights now = read(new WeightsPath(file, stateDict), Optional.of(network.torchvision()));
    Provenance found = now.provenance();
    return new Weights(
        now.tensors(), new Provenance(name, found.origin(), found.sha256()), now.remarks());
  }

  /**
   * Reads a file of weights, of any network.
   *
   * @param weights {@code FILE}, or {@code FILE#NAME} where there are several state dicts in it
   * @throws UserError if there is none, or it is not what it should be
   */
  public static Weights read(Path weights) {
    return read(path(weights), Optional.empty());
  }

  private static WeightsPath path(Path weights) {
    return WeightsPath.find(weights.toString())
        .orElseThrow(
            () ->
                UserError.unavailable(
                    "there is no file %s; name one of weights".formatted(weights)));
  }

  private static Weights read(WeightsPath weights, Optional<Torchvision> wanted) {
    Path file = weights.file();
    try {
      FoundWeights found = WeightsFile.read(file, weights.stateDict(), wanted);
      String fileName = file.getFileName().toString();
      return new Weights(
          found.tensors(),
          new Provenance(
              found.name().isEmpty() ? fileName : fileName + WeightsPath.SEPARATOR + found.name(),
              origin(file),
              Map.of(fileName, Fingerprint.sha256(file))),
          found.remarks());
    } catch (UnusableFile e) {
      throw UserError.unavailable(
          "%s %s; use a whole safetensors file, or one of torch.save(model.state_dict(), …)"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw UserError.unavailable(
          "%s cannot be read (%s); make it readable".formatted(file, e.getMessage()), e);
    }
  }

  private static String origin(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }
}
