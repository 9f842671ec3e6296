package org.visualizingweights.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StorageReader;
import org.visualizingweights.storage.StorageReader.Introduction;
import org.visualizingweights.storage.StorageReader.RecordReader;
import org.visualizingweights.storage.StoredRecord;

/**
 * Reads what was recorded of a run's parameters, while the run may go on in another process. No
 * more than one record is in memory at a time.
 */
public final class ParameterReader implements AutoCloseable {
  private static final String RECORDS =
      """
      SELECT r.Iteration, u.ObjectBytes
      FROM RecordedSteps r JOIN Updates u
        ON u.SessionID = r.SessionID AND u.TypeID = r.TypeID AND u.WorkerID = ?
        AND u.Timestamp = r.Timestamp
      WHERE r.SessionID = ? AND r.TypeID = ? AND r.Iteration BETWEEN ? AND ?
      ORDER BY r.Iteration
      """;

  private static final String ITERATIONS =
      "SELECT Iteration FROM RecordedSteps WHERE SessionID = ? AND TypeID = ? ORDER BY Iteration";

  private final StorageReader storage;
  private final String session;
  private final ParameterLayout layout;

  private ParameterReader(StorageReader storage, String session, ParameterLayout layout) {
    this.storage = storage;
    this.session = session;
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
      return Optional.empty(); // which SQLite would make
    }
    return StorageReader.open(file, ParameterReader::of);
  }

  private static Optional<ParameterReader> of(StorageReader storage) throws DamagedException {
    Optional<Introduction> run = storage.introduction(NormsRecord.TYPE_ID);
    if (run.isEmpty()) {
      storage.close();
      return Optional.empty();
    }
    ParameterLayout layout = StoredRecord.read(run.get().bytes(), NormsRecord::new).layout();
    return Optional.of(new ParameterReader(storage, run.get().session(), layout));
  }

  /** Whose parameters are recorded. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The iterations whose norms are recorded so far, in order. */
  public List<Integer> steps() {
    return iterations(NormsRecord.TYPE_ID);
  }

  /** The iterations whose kernels are recorded so far: where they had changed, in order. */
  public List<Integer> kernelSteps() {
    return iterations(KernelsRecord.TYPE_ID);
  }

  private List<Integer> iterations(String type) {
    List<Integer> iterations = new ArrayList<>();
    storage.rows(ITERATIONS, List.of(session, type), row -> iterations.add(row.getInt(1)));
    return iterations;
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
    return records(
        NormsRecord.TYPE_ID,
        from,
        to,
        bytes -> sink.accept(StoredRecord.read(bytes, NormsRecord::new).step()));
  }

  /**
   * The kernels at a step: those recorded last, up to this step.
   *
   * @return empty where there are none, or they are damaged
   */
  public Optional<Kernels> kernels(int iteration) {
    List<Kernels> found = new ArrayList<>();
    int recorded =
        kernelSteps().stream().filter(step -> step <= iteration).reduce((a, b) -> b).orElse(-1);
    records(
        KernelsRecord.TYPE_ID,
        recorded,
        recorded,
        bytes -> found.add(StoredRecord.read(bytes, KernelsRecord::new).kernels()));
    return found.stream().findFirst();
  }

  private List<String> records(String type, int from, int to, RecordReader reader) {
    return storage.records(
        RECORDS,
        List.of(NormsRecord.WORKER_ID, session, type, from, to),
        "the parameters of step %d are damaged and left out: %s",
        reader);
  }

  @Override
  public void close() {
    storage.close();
  }
}
