package org.visualizingweights.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes to the {@linkplain RecordTable table of records}; commits nothing. */
final class RecordWriter {
  private final Connection connection;
  private final PreparedStatement insertion;

  /** Writes to a table that exists. */
  RecordWriter(Connection connection) throws SQLException {
    this.connection = connection;
    insertion =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO Records (Kind, Iteration, Millis, Bytes) VALUES (?, ?, ?, ?)");
  }

  /**
   * Writes a record; it replaces one of the same kind and iteration.
   *
   * @param iteration or {@link RecordTable#INTRODUCTION}
   * @param millis since 1970
   */
  void put(String kind, int iteration, long millis, byte[] record) throws SQLException {
    insertion.setString(1, kind);
    insertion.setInt(2, iteration);
    insertion.setLong(3, millis);
    insertion.setBytes(4, record);
    insertion.executeUpdate();
  }

  /** Removes all that is of this iteration or later ones, whatever its kind. */
  void cutBack(int iteration) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM Records WHERE Iteration >= " + iteration);
    }
  }
}
