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

  private final SQLiteConfig config;
  private final Path file;
  private final String url;
  private Connection connection;

  /** Whether nobody else can open the file, which then needs no memory that processes share. */
  private boolean alone;

  /** Takes a row of an answer. */
  interface RowReader<E extends Exception> {
    void read(ResultSet row) throws SQLException, E;
  }

  private Database(SQLiteConfig config, Path file, String options) throws SQLException {
    this.config = config;
    this.file = file;
    // As a URI, since in a plain path the driver takes what follows a question mark for options.
    url = "jdbc:sqlite:" + file.toUri() + options;
    connection = config.createConnection(url);
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
      database.touch();
      return database;
    } catch (SQLException e) {
      database.close();
      if (isOfItsPlace(e) && isWhole(file)) {
        return new Database(config, file, IMMUTABLE); // nobody writes, so nothing else is needed
      }
      throw e;
    }
  }

  /** Opens the file indeed, which SQLite puts off until it needs something of it. */
  private void touch() throws SQLException {
    rows("SELECT 1 FROM sqlite_master LIMIT 1", row -> {});
  }

  /**
   * Whether it is not the file that is to blame but where it lies: in a folder that cannot be
   * written, as one who only reads must in write-ahead mode, or on a file system without locks, or
   * without memory that processes share.
   */
  static boolean isOfItsPlace(SQLException problem) {
    return Stream.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_READONLY)
        .anyMatch(code -> problem.getErrorCode() == code.code);
  }

  private static boolean isWhole(Path file) {
    return Stream.of("-wal", "-journal")
        .map(rest -> beside(file, rest))
        .noneMatch(Database::holdsSomething);
  }

  private static Path beside(Path file, String rest) {
    return file.resolveSibling(file.getFileName() + rest);
  }

  private static boolean holdsSomething(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false; // it is not there
    }
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
    Database database = new Database(config, file, locks ? "" : "?vfs=unix-none");
    try {
      database.touch();
      return database;
    } catch (SQLException e) {
      if (isOfItsPlace(e)) {
        database.beAlone();
        return database;
      }
      database.close();
      throw e;
    }
  }

  /** Opens the file anew: what has once tried to share memory would try again. */
  private void beAlone() throws SQLException {
    connection.close();
    connection = config.createConnection(url);
    try {
      execute("PRAGMA locking_mode=EXCLUSIVE");
      touch();
      alone = true;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Has a commit wait for no disk, and others read meanwhile. Where the file system has no memory
   * that processes share, commits wait for the disk, and who reads waits for commits.
   *
   * @param pages in the write-ahead file before it is folded in, which waits for the disk
   */
  void writeAhead(int pages) throws SQLException, IOException {
    try {
      if (!alone) {
        execute("PRAGMA journal_mode=WAL");
        touch();
      }
    } catch (SQLException e) {
      if (!isOfItsPlace(e)) {
        throw e;
      }
      beAlone();
    }
    if (alone) {
      execute("PRAGMA journal_mode=DELETE");
      Files.deleteIfExists(beside(file, "-shm")); // which was to be the memory
      execute("PRAGMA locking_mode=NORMAL");
      touch();
      alone = false;
    }
    execute("PRAGMA synchronous=NORMAL");
    execute("PRAGMA wal_autocheckpoint=" + pages);
  }

  /** Says to those who read a file, by being there, that it is written without locks. */
  static Path unlocked(Path file) {
    return beside(file, "-unlocked");
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
