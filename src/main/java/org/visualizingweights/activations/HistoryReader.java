package org.visualizingweights.activations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StorageReader;
import org.visualizingweights.storage.StorageReader.Introduction;
import org.visualizingweights.storage.StoredRecord;

/**
 * Reads what was captured in a run, all of it or a span of iterations, while the run may go on in
 * another process. Only captures are made objects of, never what else a file may hold.
 */
public final class HistoryReader implements AutoCloseable {
  private static final String STEPS =
      """
      SELECT c.Iteration, u.ObjectBytes
      FROM CapturedSteps c JOIN Updates u
        ON u.SessionID = c.SessionID AND u.TypeID = ? AND u.WorkerID = ?
        AND u.Timestamp = c.Timestamp
      WHERE c.SessionID = ? AND c.Iteration BETWEEN ? AND ?
      ORDER BY c.Iteration
      """;

  private static final String WRITTEN =
      """
      SELECT Timestamp, ObjectBytes FROM Updates
      WHERE TypeID = ? AND WorkerID = ? AND SessionID = ? AND Timestamp BETWEEN ? AND ?
      ORDER BY Timestamp
      """;

  private static final String EXTENT =
      """
      SELECT (SELECT MIN(Iteration) FROM CapturedSteps WHERE SessionID = ?1),
             (SELECT MAX(Iteration) FROM CapturedSteps WHERE SessionID = ?1),
             (SELECT MAX(Timestamp) FROM Updates
              WHERE SessionID = ?1 AND TypeID = ?2 AND WorkerID = ?3)
      """;

  private final StorageReader storage;
  private final String session;
  private final CaptureSettings settings;

  private HistoryReader(StorageReader storage, String session, CaptureSettings settings) {
    this.storage = storage;
    this.session = session;
    this.settings = settings;
  }

  /**
   * Opens a run's storage.
   *
   * @throws UserError where there is no such file, or it is not a run's storage
   */
  public static HistoryReader open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.unavailable("there is no storage " + file);
    }
    return StorageReader.open(
        file,
        storage -> {
          Introduction run =
              storage
                  .introduction(CaptureRecord.TYPE_ID)
                  .orElseThrow(
                      () -> UserError.unavailable("the storage " + file + " holds no captures"));
          return new HistoryReader(storage, run.session(), record(run.bytes()).settings());
        });
  }

  /** The name of the run. */
  public String session() {
    return session;
  }

  /** What was captured, and how. */
  public CaptureSettings settings() {
    return settings;
  }

  /** The last iteration captured so far, if there is one. */
  public OptionalInt lastIteration() {
    return extent().stream().mapToInt(Extent::last).findFirst();
  }

  /**
   * How far the captures go.
   *
   * @param first iteration
   * @param last iteration
   * @param written grows with each step that is written, be it one captured again
   */
  public record Extent(int first, int last, long written) {}

  /** How far the captures go by now; empty where there is none yet. */
  public Optional<Extent> extent() {
    List<Extent> found = new ArrayList<>();
    storage.rows(
        EXTENT,
        List.of(session, CaptureRecord.TYPE_ID, CaptureRecord.WORKER_ID),
        row -> found.add(new Extent(row.getInt(1), row.getInt(2), row.getLong(3))));
    return found.stream().filter(extent -> extent.written() != 0).findFirst();
  }

  /**
   * Reads steps one by one; no more than one is in memory at a time.
   *
   * @param from the first iteration
   * @param to the last iteration, included; it need not exist
   * @param sink takes the steps in order of iteration
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> read(int from, int to, Consumer<Step> sink) {
    return read(STEPS, "step", from, to, sink);
  }

  /**
   * Reads the steps that were written between two looks at the {@linkplain #extent() extent}.
   *
   * @param before as it was at the earlier look
   * @param now as it is
   * @param sink takes the steps in the order in which they were written; where one was captured
   *     again, it may come again
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> readWritten(Extent before, Extent now, Consumer<Step> sink) {
    return read(WRITTEN, "the step written at", before.written() + 1, now.written(), sink);
  }

  private List<String> read(String sql, String what, long from, long to, Consumer<Step> sink) {
    return storage.records(
        sql,
        List.of(CaptureRecord.TYPE_ID, CaptureRecord.WORKER_ID, session, from, to),
        what + " %d is damaged and left out: %s",
        bytes -> sink.accept(record(bytes).step()));
  }

  @Override
  public void close() {
    storage.close();
  }

  private static CaptureRecord record(byte[] bytes) throws DamagedException {
    return StoredRecord.read(bytes, CaptureRecord::new);
  }
}
