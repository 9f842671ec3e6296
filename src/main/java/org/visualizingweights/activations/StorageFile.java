package org.visualizingweights.activations;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.sqlite.SQLiteErrorCode;
import org.visualizingweights.storage.StoredRecord;

/**
 * Writes the SQLite file of DL4J's {@link J7FileStatsStorage}, many rows to a transaction.
 *
 * <p>DL4J's class would commit each row by itself, keep every statement it ever made, and let a row
 * replace another of the same millisecond. Here rows of one source get strictly increasing
 * timestamps, and the file is in write-ahead mode: a commit waits for no disk, others can read
 * meanwhile, and a process killed at any moment leaves all that was committed.
 *
 * <p>Two tables are the project's own: which timestamp a captured iteration has, and the same for
 * all other records of iterations, by which a run that is resumed has later ones removed.
 */
final class StorageFile implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;

  private final Connection connection;
  private final PreparedStatement metaData;
  private final PreparedStatement staticInfo;
  private final PreparedStatement update;
  private final PreparedStatement step;
  private final PreparedStatement recordedStep;
  private final Map<List<String>, Long> lastTimestamps = new HashMap<>();

  /** Opens a file, or makes it. */
  StorageFile(Path path) throws SQLException, IOException {
    new J7FileStatsStorage(path.toFile()).close();
    connection = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=NORMAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS CapturedSteps (SessionID TEXT NOT NULL, Iteration INTEGER NOT"
              + " NULL, Timestamp INTEGER NOT NULL, PRIMARY KEY (SessionID, Iteration)) WITHOUT"
              + " ROWID");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS RecordedSteps (SessionID TEXT NOT NULL, TypeID TEXT NOT NULL,"
              + " Iteration INTEGER NOT NULL, Timestamp INTEGER NOT NULL, PRIMARY KEY (SessionID,"
              + " TypeID, Iteration)) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
    metaData =
        connection.prepareStatement("INSERT OR REPLACE INTO StorageMetaData VALUES (?, ?, ?, ?)");
    staticInfo =
        connection.prepareStatement("INSERT OR REPLACE INTO StaticInfo VALUES (?, ?, ?, ?, ?)");
    update = connection.prepareStatement("INSERT INTO Updates VALUES (?, ?, ?, ?, ?, ?)");
    step = connection.prepareStatement("INSERT OR REPLACE INTO CapturedSteps VALUES (?, ?, ?)");
    recordedStep =
        connection.prepareStatement("INSERT OR REPLACE INTO RecordedSteps VALUES (?, ?, ?, ?)");
  }

  void insertMetaData(StorageMetaData value) throws SQLException {
    metaData.setString(1, value.getSessionID());
    metaData.setString(2, value.getTypeID());
    metaData.setString(3, value.getClass().getName());
    metaData.setBytes(4, serialized(value));
    metaData.executeUpdate();
  }

  void insertStaticInfo(Persistable value) throws SQLException {
    staticInfo.setString(1, value.getSessionID());
    staticInfo.setString(2, value.getTypeID());
    staticInfo.setString(3, value.getWorkerID());
    staticInfo.setString(4, value.getClass().getName());
    staticInfo.setBytes(5, serialized(value));
    staticInfo.executeUpdate();
  }

  void insertUpdate(Persistable value) throws SQLException {
    long timestamp =
        nextTimestamp(
            value.getSessionID(), value.getTypeID(), value.getWorkerID(), value.getTimeStamp());
    insertUpdate(value, timestamp);
    if (value instanceof StatsReport report) {
      recordStep(report.getIterationCount(), value, timestamp);
    }
  }

  void insertStep(String session, long millis, Step value) throws SQLException {
    long timestamp = nextTimestamp(session, CaptureRecord.TYPE_ID, CaptureRecord.WORKER_ID, millis);
    insertUpdate(CaptureRecord.of(session, timestamp, value), timestamp);
    step.setString(1, session);
    step.setInt(2, value.iteration());
    step.setLong(3, timestamp);
    step.executeUpdate();
  }

  /** A record of one iteration that is no capture. */
  void insertRecord(int iteration, StoredRecord value) throws SQLException {
    value.stamp(
        nextTimestamp(
            value.getSessionID(), value.getTypeID(), value.getWorkerID(), value.getTimeStamp()));
    insertUpdate(value, value.getTimeStamp());
    recordStep(iteration, value, value.getTimeStamp());
  }

  private void recordStep(int iteration, Persistable value, long timestamp) throws SQLException {
    recordedStep.setString(1, value.getSessionID());
    recordedStep.setString(2, value.getTypeID());
    recordedStep.setInt(3, iteration);
    recordedStep.setLong(4, timestamp);
    recordedStep.executeUpdate();
  }

  /** Removes all that is of this iteration or later ones, whatever its type. */
  void cutBack(int iteration) throws SQLException {
    try (PreparedStatement updates =
            connection.prepareStatement(
                """
                DELETE FROM Updates WHERE (SessionID, TypeID, Timestamp) IN (
                  SELECT SessionID, ?, Timestamp FROM CapturedSteps WHERE Iteration >= ?
                  UNION ALL
                  SELECT SessionID, TypeID, Timestamp FROM RecordedSteps WHERE Iteration >= ?)
                """);
        PreparedStatement captured =
            connection.prepareStatement("DELETE FROM CapturedSteps WHERE Iteration >= ?");
        PreparedStatement recorded =
            connection.prepareStatement("DELETE FROM RecordedSteps WHERE Iteration >= ?")) {
      updates.setString(1, CaptureRecord.TYPE_ID);
      updates.setInt(2, iteration);
      updates.setInt(3, iteration);
      updates.executeUpdate();
      captured.setInt(1, iteration);
      captured.executeUpdate();
      recorded.setInt(1, iteration);
      recorded.executeUpdate();
    }
    connection.commit();
  }

  private void insertUpdate(Persistable value, long timestamp) throws SQLException {
    update.setString(1, value.getSessionID());
    update.setString(2, value.getTypeID());
    update.setString(3, value.getWorkerID());
    update.setLong(4, timestamp);
    update.setString(5, value.getClass().getName());
    update.setBytes(6, serialized(value));
    update.executeUpdate();
  }

  /** The given time, or the first one that is later than all of this source. */
  private long nextTimestamp(String session, String type, String worker, long millis)
      throws SQLException {
    List<String> source = List.of(session, type, worker);
    if (!lastTimestamps.containsKey(source)) {
      lastTimestamps.put(source, lastTimestamp(source));
    }
    return lastTimestamps.merge(source, millis, (last, now) -> Math.max(last + 1, now));
  }

  private long lastTimestamp(List<String> source) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT MAX(Timestamp) FROM Updates WHERE SessionID=? AND TypeID=? AND WorkerID=?")) {
      for (int i = 0; i < source.size(); i++) {
        query.setString(i + 1, source.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** As DL4J's class reads it. */
  private static byte[] serialized(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Sees on the disk what was committed, which else is safe only as long as the machine runs. */
  void sync() throws SQLException {
    connection.commit();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
    connection.commit();
  }

  /** Folds the write-ahead file into the file, so that one file holds all. */
  @Override
  public void close() throws SQLException {
    try (connection;
        metaData;
        staticInfo;
        update;
        step;
        recordedStep) {
      connection.setAutoCommit(true);
      foldIn();
    }
  }

  private void foldIn() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=0");
      statement.execute("PRAGMA journal_mode=DELETE");
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
        throw e;
      }
      // Somebody is reading: the file stays in two parts, and is no less whole for that.
    }
  }
}
