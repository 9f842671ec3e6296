package org.visualizingweights.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes to the {@linkplain RecordTable table of records}; commits nothing. */
final class RecordWriter {
  private final Database database;
  private final PreparedStatement insertion;

  /** Writes to a table that exists. */
  RecordWriter(Database database) throws SQLException {
    this.database = database;
    insertion =
        database.prepare(
            "INSERT OR REPLACE INTO Records (Kind, Iteration, Millis, Bytes) VALUES (?, ?, ?, ?)");
  }

  /**
   * Writes a record; it replaces one of the same kind and iteration.
   *
   * @param iteration or {@link RecordTable#HEADER}
   * @param millis since 1970
   */
  void put(String kind, int iteration, long millis, byte[] record) throws SQLException {
    insertion.setString(1, kind);
    insertion.setInt(2, iteration);
    insertion.setLong(3, millis);
    insertion.setBytes(4, record);
    insertion.executeUpdate();
  }

  /** Removes the records of a kind, but for its header, whose iteration is no multiple of this. */
  void thin(String kind, int every) throws SQLException {
    database.execute(
        "DELETE FROM Records WHERE Kind = ? AND Iteration >= 0 AND Iteration % ? != 0",
        kind, every);
  }

  /** Removes all that is of this iteration or later ones, whatever its kind. */
  void cutBack(int iteration) throws SQLException {
    database.execute("DELETE FROM Records WHERE Iteration >= ?", iteration);
  }
}
