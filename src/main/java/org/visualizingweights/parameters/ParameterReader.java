package org.visualizingweights.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedStorage;
import org.visualizingweights.storage.StorageReader;

/**
 * Reads what was recorded of a run's parameters, while the run may go on in another process. No
 * more than one record is in memory at a time.
 */
public final class ParameterReader implements AutoCloseable {
  private static final String DAMAGED = "the parameters of step %s are damaged and left out: %s";

  private final StorageReader storage;
  private final ParameterLayout layout;

  private ParameterReader(StorageReader storage, ParameterLayout layout) {
    this.storage = storage;
    this.layout = layout;
  }

  /**
   * Opens a run's storage.
   *
   * @return empty where it does not exist, or has no records of parameters
   * @throws UserError where the file is not a run's storage
   */
  public static Optional<ParameterReader> open(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return StorageReader.open(file, ParameterReader::of);
  }

  private static Optional<ParameterReader> of(StorageReader storage) throws DamagedStorage {
    Optional<byte[]> layout = storage.header(ParameterFormat.NORMS);
    if (layout.isEmpty()) {
      storage.close();
      return Optional.empty();
    }
    return Optional.of(new ParameterReader(storage, ParameterFormat.layout(layout.get())));
  }

  /**
   * Reads a run's storage, and closes it.
   *
   * @param part what is wanted of it
   * @return empty where it does not exist, or has no records of parameters
   * @throws UserError where the file is not a run's storage
   */
  public static <T> Optional<T> read(Path file, Function<ParameterReader, T> part) {
    Optional<ParameterReader> found = open(file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ParameterReader reader = found.get()) {
      return Optional.of(part.apply(reader));
    }
  }

  /** Whose parameters are recorded. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The iterations whose norms are recorded so far, in order. */
  public List<Integer> steps() {
    return storage.iterations(ParameterFormat.NORMS);
  }

  /** The iterations whose kernels are recorded so far: where they had changed, in order. */
  public List<Integer> kernelSteps() {
    return storage.iterations(ParameterFormat.KERNELS);
  }

  /**
   * Reads the norms of a span of iterations.
   *
   * @param to the last iteration, included; it need not exist
   * @param sink takes the steps in order of iteration
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> read(int from, int to, Consumer<ParameterStep> sink) {
    return storage.read(
        ParameterFormat.NORMS,
        from,
        to,
        DAMAGED,
        (iteration, record) -> {
          ParameterStep step = ParameterFormat.step(record);
          if (step.iteration() != iteration || step.norms().size() != layout.layers().size()) {
            throw new DamagedStorage("it is of other layers");
          }
          sink.accept(step);
        });
  }

  /**
   * The kernels at a step: those recorded last, up to this step.
   *
   * @return empty where there are none, or they are damaged
   */
  public Optional<Kernels> kernels(int iteration) {
    List<Kernels> found = new ArrayList<>();
    kernelSteps().stream()
        .filter(step -> step <= iteration)
        .reduce((earlier, later) -> later)
        .ifPresent(
            step ->
                storage.read(
                    ParameterFormat.KERNELS,
                    step,
                    step,
                    DAMAGED,
                    (at, record) -> found.add(ParameterFormat.kernels(record))));
    return found.stream().findFirst();
  }

  @Override
  public void close() {
    storage.close();
  }
}
