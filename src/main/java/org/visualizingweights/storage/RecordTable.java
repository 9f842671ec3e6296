package org.visualizingweights.storage;

import java.sql.SQLException;

/** The table of records, which a {@link RecordWriter} writes to. */
final class RecordTable implements Layout {
  /** "VizW", the application id in the header of the file. */
  static final int MAGIC = 0x56697a57;

  /** The user version in the header of the file. */
  static final int VERSION = 1;

  /** Instead of an iteration: before the records of the kind. */
  static final int HEADER = -1;

  /** The kind whose only record is the name of the run. */
  static final String RUN = "Run";

  static void create(Database database) throws SQLException {
    database.execute(
        """
        CREATE TABLE Records (
          Written INTEGER PRIMARY KEY AUTOINCREMENT,
          Kind TEXT NOT NULL,
          Iteration INTEGER NOT NULL,
          Millis INTEGER NOT NULL,
          Bytes BLOB NOT NULL,
          UNIQUE (Kind, Iteration))
        """);
    database.execute("PRAGMA application_id = " + MAGIC);
    database.execute("PRAGMA user_version = " + VERSION);
  }

  @Override
  public String run() {
    return "SELECT Bytes FROM Records WHERE Kind = 'Run'";
  }

  @Override
  public String header() {
    return "SELECT Iteration, Bytes FROM Records WHERE Kind = ?1 AND Iteration = -1";
  }

  @Override
  public String iterations(String kind) {
    return "SELECT Iteration FROM Records WHERE Kind = ?1 AND Iteration >= 0 ORDER BY Iteration";
  }

  @Override
  public String extent(String kind) {
    return """
        SELECT (SELECT MIN(Iteration) FROM Records WHERE Kind = ?1 AND Iteration >= 0),
               (SELECT MAX(Iteration) FROM Records WHERE Kind = ?1 AND Iteration >= 0),
               (SELECT MAX(Written) FROM Records)
        """;
  }

  @Override
  public String span(String kind) {
    return """
        SELECT Iteration, Bytes FROM Records
        WHERE Kind = ?1 AND Iteration BETWEEN MAX(?2, 0) AND ?3 ORDER BY Iteration
        """;
  }

  /** A plus sign has SQLite look for the few new rows rather than for all of the kind. */
  @Override
  public String written(String kind) {
    return """
        SELECT Iteration, Bytes FROM Records
        WHERE +Kind = ?1 AND Iteration >= 0 AND Written BETWEEN ?2 AND ?3 ORDER BY Written
        """;
  }

  @Override
  public byte[] content(String kind, byte[] stored) {
    return stored;
  }
}
