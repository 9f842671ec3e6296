package org.visualizingweights.activations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedException;
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

  private final Path file;
  private final Connection connection;
  private final String session;
  private final CaptureSettings settings;

  private HistoryReader(
      Path file, Connection connection, String session, CaptureSettings settings) {
    this.file = file;
    this.connection = connection;
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
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      try {
        return open(file, connection);
      } catch (SQLException | DamagedException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | DamagedException e) {
      throw UserError.unavailable(
          "%s is not the storage of a run, or is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static HistoryReader open(Path file, Connection connection)
      throws SQLException, DamagedException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT SessionID, ObjectBytes FROM StaticInfo WHERE TypeID = ? ORDER BY rowid DESC")) {
      query.setString(1, CaptureRecord.TYPE_ID);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw UserError.unavailable("the storage " + file + " holds no captures");
        }
        CaptureSettings settings = record(row.getBytes(2)).settings();
        return new HistoryReader(file, connection, row.getString(1), settings);
      }
    }
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
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT Iteration FROM CapturedSteps WHERE SessionID = ?"
                + " ORDER BY Iteration DESC LIMIT 1")) {
      query.setString(1, session);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    } catch (SQLException e) {
      throw cannotRead(e);
    }
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
    try (PreparedStatement query = connection.prepareStatement(EXTENT)) {
      query.setString(1, session);
      query.setString(2, CaptureRecord.TYPE_ID);
      query.setString(3, CaptureRecord.WORKER_ID);
      try (ResultSet row = query.executeQuery()) {
        Extent extent = new Extent(row.getInt(1), row.getInt(2), row.getLong(3));
        return extent.written() == 0 ? Optional.empty() : Optional.of(extent);
      }
    } catch (SQLException e) {
      throw cannotRead(e);
    }
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
    List<String> problems = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, CaptureRecord.TYPE_ID);
      query.setString(2, CaptureRecord.WORKER_ID);
      query.setString(3, session);
      query.setLong(4, from);
      query.setLong(5, to);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          try {
            sink.accept(record(rows.getBytes(2)).step());
          } catch (DamagedException e) {
            problems.add(
                "%s %d is damaged and left out: %s"
                    .formatted(what, rows.getLong(1), e.getMessage()));
          }
        }
      }
    } catch (SQLException e) {
      throw cannotRead(e);
    }
    return problems;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw cannotRead(e);
    }
  }

  private UserError cannotRead(SQLException cause) {
    return UserError.unavailable(
        "the storage %s cannot be read: %s".formatted(file, cause.getMessage()), cause);
  }

  private static CaptureRecord record(byte[] bytes) throws DamagedException {
    return StoredRecord.read(bytes, CaptureRecord::new);
  }
}
