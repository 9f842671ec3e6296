package org.visualizingweights.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteErrorCode;

/**
 * Writes a storage file, many rows to a transaction.
 *
 * <p>The file is in write-ahead mode: a commit waits for no disk, others can read meanwhile, and a
 * process killed at any moment leaves all that was committed.
 */
final class StorageFile implements AutoCloseable {
  private final Connection connection;
  private final RecordWriter records;
  private final ReportTables reports;

  /**
   * Opens a file, or makes it. One of the old layout is converted, as a whole or not at all.
   *
   * @param run its name
   * @throws DamagedException where the file is there and is no storage
   */
  StorageFile(Path path, String run) throws SQLException, DamagedException {
    connection = Connections.toWrite(path);
    try {
      reports = new ReportTables(connection);
      boolean isNew = isEmpty();
      Layout layout = isNew ? new RecordTable() : Layout.of(connection, path);
      execute("PRAGMA journal_mode=WAL");
      execute("PRAGMA synchronous=NORMAL");
      connection.setAutoCommit(false);
      if (isNew) {
        RecordTable.create(connection);
        reports.create();
      } else if (layout instanceof OldLayout old) {
        old.convert(connection);
      }
      records = new RecordWriter(connection);
      records.put(
          RecordTable.RUN,
          RecordTable.INTRODUCTION,
          System.currentTimeMillis(),
          run.getBytes(StandardCharsets.UTF_8));
      connection.commit();
    } catch (SQLException | DamagedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private boolean isEmpty() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) = 0 FROM sqlite_master")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  RecordWriter records() {
    return records;
  }

  /** The tables of what DL4J's listener reports. */
  ReportTables reports() {
    return reports;
  }

  /** Removes all that is of this iteration or later ones, whatever its kind. */
  void cutBack(int iteration) throws SQLException {
    records.cutBack(iteration);
    reports.cutBack(iteration);
    connection.commit();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Sees on the disk what was committed, which else is safe only as long as the machine runs. */
  void sync() throws SQLException {
    connection.commit();
    execute("PRAGMA wal_checkpoint(PASSIVE)");
    connection.commit();
  }

  /** Folds the write-ahead file into the file, so that one file holds all. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.setAutoCommit(true);
      foldIn();
    }
  }

  private void foldIn() throws SQLException {
    try {
      execute("PRAGMA busy_timeout=0");
      execute("PRAGMA journal_mode=DELETE");
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
        throw e;
      }
      // Somebody is reading: the file stays in two parts, and is no less whole for that.
    }
  }
}
