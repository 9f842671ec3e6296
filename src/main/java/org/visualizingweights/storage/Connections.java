package org.visualizingweights.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** Opens SQLite files. */
final class Connections {
  private static final int WRITER_WAITS_MILLIS = 30_000;

  private Connections() {}

  /** Opens a file that exists, to be read only. */
  static Connection toRead(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection(url(file));
  }

  /** Opens a file to be written, or makes it. */
  static Connection toWrite(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(WRITER_WAITS_MILLIS);
    return config.createConnection(url(file));
  }

  /** As a URI, since in a plain path the driver takes what follows a question mark for options. */
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }
}
