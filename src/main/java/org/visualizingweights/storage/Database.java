package org.visualizingweights.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;
import org.visualizingweights.UserError;

/**
 * An SQLite file that is open.
 *
 * <p>A file to be read may come from anywhere. Whatever it holds, reading it ends: a row takes only
 * so much memory, there are no more rows than the file has room for, and SQLite gets no more time
 * than the slowest disk would take for all of it.
 */
final class Database implements AutoCloseable {
  /** Far more than any record of ours. */
  private static final int LARGEST_ROW = 64 << 20;

  /** Its two headers and a value, in a table or an index. */
  private static final int LEAST_ROW = 4;

  /** What is asked about the file itself is in no table. */
  private static final int ROWS_OF_NO_TABLE = 1000;

  private static final int STEPS_BETWEEN_CHECKS = 10_000;
  private static final int WRITER_WAITS_MILLIS = 30_000;

  /** Has SQLite take no locks, and make no files. */
  private static final String IMMUTABLE = "?immutable=1";

  private final Path file;
  private final SQLiteConfig config;
  private final String url;
  private final Optional<TimeLimit> timeLimit;
  private SQLiteConnection connection;

  /** Whether nobody else can open the file, which then needs no memory that processes share. */
  private boolean exclusive;

  /** Takes a row of an answer. */
  interface RowReader<E extends Exception> {
    void read(ResultSet row) throws SQLException, E;
  }

  private Database(SQLiteConfig config, Path file, String options, Optional<TimeLimit> timeLimit)
      throws SQLException {
    this.file = file;
    this.config = config;
    this.timeLimit = timeLimit;
    // As a URI, since in a plain path the driver takes what follows a question mark for options.
    url = "jdbc:sqlite:" + file.toUri() + options;
    connection = open();
  }

  private SQLiteConnection open() throws SQLException {
    try {
      return config.createConnection(url).unwrap(SQLiteConnection.class);
    } catch (SQLException e) {
      if (e.getCause() instanceof NativeLibraryNotFoundException) {
        throw UserError.unavailable(
            ("SQLite, which comes along as native code, cannot be unpacked into %s and run there. See"
                    + " that the folder is there, can be written to, and may hold programs; or"
                    + " choose another: -Djava.io.tmpdir=FOLDER")
                .formatted(
                    System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))),
            e);
      }
      throw e;
    }
  }

  /** Opens a file that exists, to be read only. */
  static Database toRead(Path file) throws SQLException {
    if (Files.exists(noLocksMarker(file))) {
      return toRead(file, IMMUTABLE);
    }
    Database database = toRead(file, "");
    try {
      database.touch();
      return database;
    } catch (SQLException e) {
      database.close();
      if (isCausedByLocation(e) && isWhole(file)) {
        return toRead(file, IMMUTABLE); // nobody writes, so nothing else is needed
      }
      throw e;
    }
  }

  private static Database toRead(Path file, String options) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    TimeLimit timeLimit = new TimeLimit();
    Database database = new Database(config, file, options, Optional.of(timeLimit));
    database.connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LARGEST_ROW);
    ProgressHandler.setHandler(database.connection, STEPS_BETWEEN_CHECKS, timeLimit);
    return database;
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
  static boolean isCausedByLocation(SQLException problem) {
    return Stream.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_READONLY)
        .anyMatch(code -> problem.getErrorCode() == code.code);
  }

  private static boolean isWhole(Path file) {
    return Stream.of("-wal", "-journal").allMatch(ending -> size(beside(file, ending)) == 0);
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
      Files.deleteIfExists(noLocksMarker(file));
    } else {
      Files.write(noLocksMarker(file), new byte[0]);
    }
    Database database = new Database(config, file, locks ? "" : "?vfs=unix-none", Optional.empty());
    try {
      database.touch();
      return database;
    } catch (SQLException e) {
      if (isCausedByLocation(e)) {
        database.openExclusively();
        return database;
      }
      database.close();
      throw e;
    }
  }

  /** Opens the file anew: what has once tried to share memory would try again. */
  private void openExclusively() throws SQLException {
    connection.close();
    connection = open();
    try {
      execute("PRAGMA locking_mode=EXCLUSIVE");
      touch();
      exclusive = true;
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
  void enableWriteAhead(int pages) throws SQLException, IOException {
    try {
      if (!exclusive) {
        execute("PRAGMA journal_mode=WAL");
        touch();
      }
    } catch (SQLException e) {
      if (!isCausedByLocation(e)) {
        throw e;
      }
      openExclusively();
    }
    if (exclusive) {
      execute("PRAGMA journal_mode=DELETE");
      Files.deleteIfExists(beside(file, "-shm")); // which was to be the memory
      execute("PRAGMA locking_mode=NORMAL");
      touch();
      exclusive = false;
    }
    execute("PRAGMA synchronous=NORMAL");
    execute("PRAGMA wal_autocheckpoint=" + pages);
  }

  /** Says to those who read a file, by being there, that it is written without locks. */
  static Path noLocksMarker(Path file) {
    return beside(file, "-unlocked");
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Asks for rows, and has them read one by one; no more than one is in memory at a time. */
  <E extends Exception> void rows(String sql, RowReader<E> reader, Object... parameters)
      throws SQLException, E {
    long size = size();
    long room = timeLimit.isPresent() ? ROWS_OF_NO_TABLE + size / LEAST_ROW : Long.MAX_VALUE;
    timeLimit.ifPresent(limit -> limit.start(size));
    try (PreparedStatement query = prepare(sql, parameters);
        ResultSet rows = query.executeQuery()) {
      for (long i = 0; rows.next(); i++) {
        if (i >= room) {
          throw new SQLException("there are more rows than it has room for");
        }
        timeLimit.ifPresent(TimeLimit::pause);
        reader.read(rows);
        timeLimit.ifPresent(TimeLimit::resume);
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
        throw new SQLException("it takes longer than a file of its size can take", e);
      }
      throw e;
    }
  }

  /** What a column has, which is never empty in a file of ours. */
  static byte[] bytes(ResultSet row, int column) throws SQLException, DamagedStorage {
    return present(row.getBytes(column));
  }

  /** The same of a text. */
  static String text(ResultSet row, int column) throws SQLException, DamagedStorage {
    return present(row.getString(column));
  }

  private static <T> T present(T value) throws DamagedStorage {
    if (value == null) {
      throw new DamagedStorage("a value is missing in it");
    }
    return value;
  }

  /** Of all that the file consists of now. */
  private long size() {
    return Stream.of(file, beside(file, "-wal")).mapToLong(Database::size).sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // not there, or not any more
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
  void useTransactions(boolean wanted) throws SQLException {
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
