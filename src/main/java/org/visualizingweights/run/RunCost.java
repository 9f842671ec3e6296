package org.visualizingweights.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
  /** The newest so many are looked at; so a folder of thousands costs little. */
  private static final int LOOKED_AT = 500;

  /**
   * What the costs of a step depend on most.
   *
   * @param network as experiments call it
   */
  public record RunKind(String network, int imageSize, int batchSize) {
    private static Optional<RunKind> of(Map<String, String> settings) {
      try {
        return Optional.of(
            new RunKind(
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

  /**
   * Of each kind, the finished run of the most steps, whose start counts the least; of several the
   * newest. Kinds without one are left out.
   */
  public static Map<RunKind, RunCost> longest(Runs runs, Set<RunKind> kinds) {
    Map<RunKind, FoundRun> longest = new HashMap<>();
    Map<RunKind, Integer> steps = new HashMap<>();
    for (FoundRun run : runs.newestFirst().stream().limit(LOOKED_AT).toList()) {
      try {
        Manifest manifest = run.folder().manifest();
        if (manifest.status() == Status.FINISHED && manifest.watched().isEmpty()) {
          Optional<RunKind> kind = RunKind.of(run.folder().settings()).filter(kinds::contains);
          int done = manifest.progress().steps();
          if (kind.isPresent() && done > steps.getOrDefault(kind.get(), 0)) {
            longest.put(kind.get(), run);
            steps.put(kind.get(), done);
          }
        }
      } catch (UserError e) {
        continue; // what cannot be read tells nothing
      }
    }
    Map<RunKind, RunCost> costs = new HashMap<>();
    longest.forEach(
        (kind, run) -> of(run, steps.get(kind)).ifPresent(cost -> costs.put(kind, cost)));
    return costs;
  }

  private static Optional<RunCost> of(FoundRun run, int steps) {
    Path path = run.folder().path();
    Path checkpoints = run.folder().checkpoints();
    try (Stream<Path> all = Files.walk(path);
        Stream<Path> kept = Files.exists(checkpoints) ? Files.walk(checkpoints) : Stream.of()) {
      double seconds = run.folder().metrics().stream().mapToDouble(EpochMetrics::seconds).sum();
      long bytes = all.filter(file -> !file.startsWith(checkpoints)).mapToLong(RunCost::size).sum();
      OptionalLong checkpoint = kept.mapToLong(RunCost::size).filter(size -> size > 0).max();
      return Optional.of(new RunCost(run.id(), steps, seconds, bytes, checkpoint))
          .filter(cost -> cost.seconds() > 0 && Double.isFinite(cost.seconds()));
    } catch (IOException | UncheckedIOException | UserError e) {
      return Optional.empty(); // what cannot be read tells nothing
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
