package org.visualizingweights.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.EpochMetrics;

/**
 * The checkpoints of a run: files in a folder, named after the steps done, of which the newest few
 * stay. They are made where the settings want them and where training is stopped, and written in
 * the background, one at a time; a failure is thrown by the next call.
 */
public final class Checkpoints implements TrainingObserver, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("step-(\\d{1,10})\\.safetensors");
  private static final Pattern PART =
      Pattern.compile(NAME.pattern() + Pattern.quote(WholeFile.PART));

  private final TrainedNetwork network;
  private final Path folder;
  private final CheckpointSettings settings;
  private final Runnable beforeEach;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(work -> Threads.daemon("checkpoints", work));
  private Future<?> writing = CompletableFuture.completedFuture(null);

  /**
   * @param beforeEach is done, in the background, before a checkpoint is there: what the run has
   *     stored up to that step must be on the disk first
   */
  public Checkpoints(
      TrainedNetwork network, Path folder, CheckpointSettings settings, Runnable beforeEach) {
    this.network = network;
    this.folder = folder;
    this.settings = settings;
    this.beforeEach = beforeEach;
  }

  @Override
  public void stepDone(TrainingState state, double loss) {
    if (settings.dueAt(state)) {
      save(state);
    }
  }

  @Override
  public void epochDone(TrainingState state, EpochMetrics metrics) {
    if (settings.dueAt(state)) {
      save(state);
    }
  }

  @Override
  public void stopped(TrainingState state) {
    if (settings.keep() > 0) {
      save(state);
    }
  }

  void save(TrainingState state) {
    await();
    Checkpoint checkpoint = network.checkpoint(state);
    writing = writer.submit(() -> write(checkpoint));
  }

  private void write(Checkpoint checkpoint) {
    beforeEach.run();
    Path file = folder.resolve(name(checkpoint.state().iteration()));
    try {
      CheckpointFile.write(checkpoint, file);
      keep(folder, settings.keep());
    } catch (IOException e) {
      throw WholeFile.cannotWrite(file, e);
    }
  }

  private void await() {
    try {
      writing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a checkpoint was written", e);
    } catch (ExecutionException e) {
      writing = CompletableFuture.completedFuture(null);
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a checkpoint could not be written", e.getCause());
    }
  }

  /** Returns when the last checkpoint is written. */
  @Override
  public void close() {
    writer.shutdown();
    await();
  }

  /**
   * Deletes all but the newest, as the way back from there is not needed any more.
   *
   * @throws UserError if they cannot be deleted
   */
  public void keepLast() {
    await();
    try {
      keep(folder, 1);
    } catch (IOException e) {
      throw cannotDelete(folder, e);
    }
  }

  /**
   * Deletes those that are newer than the step that training goes on from: damaged ones, or of a
   * way that is gone again.
   *
   * @throws UserError if they cannot be deleted
   */
  public void cutBack(int iteration) {
    await();
    try {
      for (Path file : files(folder, NAME)) {
        if (iteration(file) > iteration && !isFolder(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw cannotDelete(folder, e);
    }
  }

  private static UserError cannotDelete(Path folder, IOException cause) {
    return UserError.unavailable(
        "Cannot delete old checkpoints in %s (%s)".formatted(folder, cause), cause);
  }

  /**
   * Deletes all checkpoints of a run that goes on no more.
   *
   * @throws UserError if they cannot be deleted
   */
  public static void removeAll(Path folder) {
    try {
      keep(folder, 0);
    } catch (IOException e) {
      throw cannotDelete(folder, e);
    }
  }

  /** What a writer that was killed has left goes, too. */
  private static void keep(Path folder, int newest) throws IOException {
    List<Path> files = files(folder, NAME).stream().filter(Files::isRegularFile).toList();
    for (Path file : files.subList(Math.min(newest, files.size()), files.size())) {
      Files.delete(file);
    }
    for (Path file : files(folder, PART)) {
      if (!isFolder(file)) {
        Files.delete(file);
      }
    }
  }

  /** Which is none of ours, whatever it is called. */
  private static boolean isFolder(Path file) {
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads the newest checkpoint that is whole.
   *
   * @param folder of a run's checkpoints
   * @param problem is told of each that is not, in a sentence
   * @return empty if there is none
   * @throws UserError if the folder cannot be read
   */
  public static Optional<Checkpoint> newest(Path folder, Consumer<String> problem) {
    try {
      for (Path file : files(folder, NAME)) {
        try {
          return Optional.of(CheckpointFile.read(file));
        } catch (IOException e) {
          problem.accept("the checkpoint %s cannot be read: %s".formatted(file, e));
        } catch (UnusableFile e) {
          problem.accept("the checkpoint %s %s".formatted(file, e.getMessage()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw UserError.unavailable("Cannot read the folder %s: %s".formatted(folder, e), e);
    }
  }

  /** How many steps were done at the newest checkpoint, by its name; empty if there is none. */
  public static OptionalLong newestIteration(Path folder) {
    try {
      return files(folder, NAME).stream().mapToLong(Checkpoints::iteration).findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The newest first. */
  private static List<Path> files(Path folder, Pattern name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(Checkpoints::iteration).reversed())
          .toList();
    }
  }

  private static String name(int iteration) {
    return String.format(Locale.ROOT, "step-%07d.safetensors", iteration);
  }

  private static long iteration(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.lookingAt() ? Long.parseLong(name.group(1)) : 0;
  }
}
