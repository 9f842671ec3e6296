package org.visualizingweights.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/**
 * Writes a storage file, many rows to a transaction.
 *
 * <p>Where its place allows, the file is in write-ahead mode: a commit waits for no disk, and
 * others can read meanwhile. A process killed at any moment leaves all that was committed.
 */
final class StorageFile implements AutoCloseable {
  /** Pages in the write-ahead file, 64 MB, before it is folded in, which waits for the disk. */
  private static final int MOST_PAGES_AHEAD = 16 * 1024;

  private final Path path;
  private final Database database;
  private final RecordWriter records;
  private final ReportTables reports;

  /**
   * Opens a file, or makes it. One of the old layout is converted, as a whole or not at all.
   *
   * @param run its name
   * @param locks whether the file system has locks
   * @throws DamagedStorage where the file is there and is no storage
   */
  StorageFile(Path path, String run, boolean locks)
      throws SQLException, IOException, DamagedStorage {
    this.path = path;
    database = Database.toWrite(path, locks);
    try {
      reports = new ReportTables(database);
      boolean isNew = isEmpty();
      Layout layout = isNew ? new RecordTable() : Layout.of(database, path);
      database.enableWriteAhead(MOST_PAGES_AHEAD);
      database.useTransactions(true);
      if (isNew) {
        RecordTable.create(database);
        reports.create();
      } else if (layout instanceof OldLayout old) {
        old.convert(database);
      }
      records = new RecordWriter(database);
      records.put(
          RecordTable.RUN,
          RecordTable.HEADER,
          System.currentTimeMillis(),
          run.getBytes(StandardCharsets.UTF_8));
      database.commit();
    } catch (SQLException | IOException | DamagedStorage | RuntimeException e) {
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

  /**
   * Sees on the disk what was committed, which else is safe only as long as the machine runs. Can
   * be called on any thread: it waits for the disk, and those that write need not.
   */
  void sync() throws IOException {
    Path ahead = path.resolveSibling(path.getFileName() + "-wal");
    try (FileChannel channel = FileChannel.open(ahead, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      // Without a write-ahead file, a commit waits for the disk itself.
    }
  }

  /** Folds the write-ahead file into the file, so that one file holds all. */
  @Override
  public void close() throws SQLException, IOException {
    try (database) {
      database.useTransactions(false);
      foldIn();
    }
    Files.deleteIfExists(Database.noLocksMarker(path));
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
