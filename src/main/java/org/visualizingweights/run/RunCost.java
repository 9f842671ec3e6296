package org.visualizingweights.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.run.Runs.FoundRun;

/**
 * What a finished run took, by which others like it can be estimated.
 *
 * @param id of the run
 * @param steps that it did
 * @param seconds of all its epochs, with their validation
 * @param bytes of its folder, without checkpoints
 * @param checkpoint bytes of its largest; empty where it has none
 */
public record RunCost(String id, int steps, double seconds, long bytes, OptionalLong checkpoint) {
  /** The newest so many are looked at; older ones were of an older version, likely as not. */
  private static final int LOOKED_AT = 500;

  /**
   * What the costs of a step depend on most.
   *
   * @param network as experiments call it
   */
  public record Kind(String network, int imageSize, int batchSize) {
    private static Optional<Kind> of(Map<String, String> settings) {
      try {
        return Optional.of(
            new Kind(
                settings.getOrDefault("network", ""),
                Integer.parseInt(settings.getOrDefault("image-size", "")),
                Integer.parseInt(settings.getOrDefault("batch-size", ""))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return "%s with images of %s and batches of %s".formatted(network, imageSize, batchSize);
    }
  }

  /** Of each kind, the newest run that has finished; kinds without one are left out. */
  public static Map<Kind, RunCost> newest(Runs runs, Set<Kind> kinds) {
    Map<Kind, RunCost> costs = new HashMap<>();
    Set<Kind> wanted = new HashSet<>(kinds);
    for (FoundRun run : runs.newestFirst().stream().limit(LOOKED_AT).toList()) {
      if (wanted.isEmpty()) {
        break;
      }
      try {
        Manifest manifest = run.folder().manifest();
        Optional<Kind> kind =
            manifest.status() == Status.FINISHED && manifest.watched().isEmpty()
                ? Kind.of(run.folder().settings()).filter(wanted::contains)
                : Optional.empty();
        Optional<RunCost> cost = kind.flatMap(unused -> of(run, manifest));
        if (cost.isPresent()) {
          costs.put(kind.orElseThrow(), cost.get());
          wanted.remove(kind.orElseThrow());
        }
      } catch (UserError | UncheckedIOException e) {
        continue; // what cannot be read tells nothing
      }
    }
    return costs;
  }

  private static Optional<RunCost> of(FoundRun run, Manifest manifest) {
    int steps = manifest.progress().steps();
    double seconds = run.folder().metrics().stream().mapToDouble(EpochMetrics::seconds).sum();
    if (steps < 1 || !(seconds > 0) || Double.isInfinite(seconds)) {
      return Optional.empty();
    }
    Path path = run.folder().path();
    Path checkpoints = run.folder().checkpoints();
    try (Stream<Path> all = Files.walk(path);
        Stream<Path> kept = Files.exists(checkpoints) ? Files.walk(checkpoints) : Stream.of()) {
      long bytes = all.filter(file -> !file.startsWith(checkpoints)).mapToLong(RunCost::size).sum();
      OptionalLong checkpoint = kept.mapToLong(RunCost::size).filter(size -> size > 0).max();
      return Optional.of(new RunCost(run.id(), steps, seconds, bytes, checkpoint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // removed meanwhile
    }
  }
}
