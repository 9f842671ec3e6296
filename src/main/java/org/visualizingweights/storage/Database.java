package org.visualizingweights.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** An SQLite file that is open. */
final class Database implements AutoCloseable {
  private static final int WRITER_WAITS_MILLIS = 30_000;

  /** Has SQLite take no locks, and make no files. */
  private static final String IMMUTABLE = "?immutable=1";

  private final Connection connection;

  /** Takes a row of an answer. */
  interface RowReader<E extends Exception> {
    void read(ResultSet row) throws SQLException, E;
  }

  private Database(SQLiteConfig config, Path file, String options) throws SQLException {
    // As a URI, since in a plain path the driver takes what follows a question mark for options.
    connection = config.createConnection("jdbc:sqlite:" + file.toUri() + options);
  }

  /** Opens a file that exists, to be read only. */
  static Database toRead(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    if (Files.exists(unlocked(file))) {
      return new Database(config, file, IMMUTABLE);
    }
    Database database = new Database(config, file, "");
    try {
      database.rows("SELECT 1 FROM sqlite_master LIMIT 1", row -> {});
      return database;
    } catch (SQLException e) {
      database.close();
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code && isWhole(file)) {
        return new Database(config, file, IMMUTABLE); // nobody writes: its file system has no locks
      }
      throw e;
    }
  }

  private static boolean isWhole(Path file) {
    return Stream.of("-wal", "-journal")
        .noneMatch(rest -> Files.exists(file.resolveSibling(file.getFileName() + rest)));
  }

  /**
   * Opens a file to be written, or makes it.
   *
   * @param locks whether its file system has locks. Without, nobody else may write to it, and those
   *     who read it may for a moment see half of what is being committed.
   */
  static Database toWrite(Path file, boolean locks) throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(WRITER_WAITS_MILLIS);
    if (locks) {
      Files.deleteIfExists(unlocked(file));
    } else {
      Files.write(unlocked(file), new byte[0]);
    }
    return new Database(config, file, locks ? "" : "?vfs=unix-none");
  }

  /** Says to those who read a file, by being there, that it is written without locks. */
  static Path unlocked(Path file) {
    return file.resolveSibling(file.getFileName() + "-unlocked");
  }

  /** Asks for rows, and has them read one by one; no more than one is in memory at a time. */
  <E extends Exception> void rows(String sql, RowReader<E> reader, Object... parameters)
      throws SQLException, E {
    try (PreparedStatement query = prepare(sql, parameters);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  void execute(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.execute();
    }
  }

  /** A statement with its first parameters; whoever asks for it closes it, or the file does. */
  PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** From now on nothing that is done counts before it is committed; or, again, all at once. */
  void transactions(boolean wanted) throws SQLException {
    connection.setAutoCommit(!wanted);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
