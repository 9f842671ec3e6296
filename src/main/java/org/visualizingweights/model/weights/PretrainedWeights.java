package org.visualizingweights.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.visualizingweights.UserError;
import org.visualizingweights.data.DamagedFile;
import org.visualizingweights.data.DataSettings;
import org.visualizingweights.data.FileFinder;
import org.visualizingweights.data.Fingerprint;
import org.visualizingweights.data.Progress;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.data.RemoteFile;
import org.visualizingweights.model.Tensor;

/** Opens pretrained weights by name. */
public final class PretrainedWeights {
  /** torchvision's, of ImageNet. */
  public static final String IMAGENET = "imagenet";

  /** The program's own, which come with it. */
  public static final String FRACTALS = "fractals";

  /** The folder of the cache, and of any data directory, in which files of weights are. */
  private static final String FOLDER = "weights";

  private final DataSettings settings;
  private final List<RemoteFile> imagenet;
  private final OwnWeights own;
  private final Progress progress;

  /**
   * @param settings where files are looked for and kept
   * @param imagenet files with the same ImageNet weights, of which one is enough
   */
  public PretrainedWeights(DataSettings settings, List<RemoteFile> imagenet, Progress progress) {
    this(settings, imagenet, OwnWeights.ofThisBuild(), progress);
  }

  PretrainedWeights(
      DataSettings settings, List<RemoteFile> imagenet, OwnWeights own, Progress progress) {
    this.settings = settings;
    this.imagenet = List.copyOf(imagenet);
    this.own = own;
    this.progress = progress;
  }

  /**
   * Opens weights.
   *
   * @param weights {@code imagenet}, {@code fractals}, or a file
   * @param fallback what to open, announced, where {@code imagenet} cannot be had; the provenance
   *     says so too
   * @throws UserError if the weights cannot be had, or a file is not what it should be
   */
  public Weights open(String weights, Optional<String> fallback) {
    if (!weights.equals(IMAGENET) || fallback.isEmpty()) {
      return open(weights);
    }
    try {
      return open(weights);
    } catch (UserError e) {
      return instead(
          fallback.get(),
          "%s was asked for but cannot be had: %s".formatted(weights, e.getMessage()));
    }
  }

  private Weights instead(String fallback, String reason) {
    try {
      Weights instead = open(fallback).insteadOf(reason);
      progress.say("Using %s instead: %s".formatted(fallback, reason));
      return instead;
    } catch (UserError e) {
      throw UserError.unavailable("%s; nor can %s: %s".formatted(reason, fallback, e.getMessage()));
    }
  }

  private Weights open(String weights) {
    return switch (weights) {
      case IMAGENET -> imagenet();
      case FRACTALS -> own.open();
      default -> file(Path.of(weights));
    };
  }

  private Weights imagenet() {
    return new FileFinder(settings, progress)
        .readAny(FOLDER, imagenet, remote -> file -> verified(remote.fingerprint(), file))
        .value();
  }

  private static Weights verified(Fingerprint fingerprint, Path file)
      throws IOException, DamagedFile {
    Optional<String> problem = fingerprint.problem(file);
    if (problem.isPresent()) {
      throw new DamagedFile(problem.get());
    }
    return read(IMAGENET, file);
  }

  private static Weights file(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.unavailable("there is no file %s; name one of weights".formatted(file));
    }
    try {
      return read(file.getFileName().toString(), file);
    } catch (DamagedFile e) {
      throw UserError.unavailable(
          "%s %s; use a whole safetensors file, or one of torch.save(model.state_dict(), …)"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw UserError.unavailable(
          "%s cannot be read (%s); make it readable".formatted(file, e.getMessage()), e);
    }
  }

  private static Weights read(String name, Path file) throws IOException, DamagedFile {
    Map<String, Tensor> tensors = WeightsFile.read(file);
    try (InputStream in = Files.newInputStream(file)) {
      Map<String, String> sha256 = Map.of(file.getFileName().toString(), Fingerprint.sha256(in));
      String origin = file.toAbsolutePath().normalize().toString();
      return new Weights(tensors, new Provenance(name, origin, sha256, Optional.empty()));
    }
  }
}
