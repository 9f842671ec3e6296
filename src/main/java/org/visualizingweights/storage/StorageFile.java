package org.visualizingweights.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/**
 * Writes a storage file, many rows to a transaction.
 *
 * <p>The file is in write-ahead mode: a commit waits for no disk, others can read meanwhile, and a
 * process killed at any moment leaves all that was committed.
 */
final class StorageFile implements AutoCloseable {
  private final Database database;
  private final RecordWriter records;
  private final ReportTables reports;

  /**
   * Opens a file, or makes it. One of the old layout is converted, as a whole or not at all.
   *
   * @param run its name
   * @throws DamagedException where the file is there and is no storage
   */
  StorageFile(Path path, String run) throws SQLException, DamagedException {
    database = Database.toWrite(path);
    try {
      reports = new ReportTables(database);
      boolean isNew = isEmpty();
      Layout layout = isNew ? new RecordTable() : Layout.of(database, path);
      database.execute("PRAGMA journal_mode=WAL");
      database.execute("PRAGMA synchronous=NORMAL");
      database.transactions(true);
      if (isNew) {
        RecordTable.create(database);
        reports.create();
      } else if (layout instanceof OldLayout old) {
        old.convert(database);
      }
      records = new RecordWriter(database);
      records.put(
          RecordTable.RUN,
          RecordTable.INTRODUCTION,
          System.currentTimeMillis(),
          run.getBytes(StandardCharsets.UTF_8));
      database.commit();
    } catch (SQLException | DamagedException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private boolean isEmpty() throws SQLException {
    List<String> tables = new ArrayList<>();
    database.rows("SELECT name FROM sqlite_master", row -> tables.add(row.getString(1)));
    return tables.isEmpty();
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
    database.commit();
  }

  void commit() throws SQLException {
    database.commit();
  }

  /** Sees on the disk what was committed, which else is safe only as long as the machine runs. */
  void sync() throws SQLException {
    database.commit();
    database.execute("PRAGMA wal_checkpoint(PASSIVE)");
    database.commit();
  }

  /** Folds the write-ahead file into the file, so that one file holds all. */
  @Override
  public void close() throws SQLException {
    try (database) {
      database.transactions(false);
      foldIn();
    }
  }

  private void foldIn() throws SQLException {
    try {
      database.execute("PRAGMA busy_timeout=0");
      database.execute("PRAGMA journal_mode=DELETE");
    } catch (SQLException e) {
      if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
        throw e;
      }
      // Somebody is reading: the file stays in two parts, and is no less whole for that.
    }
  }
}
