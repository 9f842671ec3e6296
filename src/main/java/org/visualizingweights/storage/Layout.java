package org.visualizingweights.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the records are in a storage file: the SQL that finds them. Its first parameter is the
 * kind, the second and the third are the ends of a span, both included.
 */
interface Layout {
  /** One row: the name of the run. Has no parameters. */
  String run();

  /**
   * At most one row: -1, and the header of a kind, which comes before all its records. Has the
   * first parameter.
   */
  String header();

  /** The iterations that have a record, in order. Has the first parameter. */
  String iterations(String kind);

  /**
   * One row: the first iteration and the last, both null where there is none, and a number that
   * grows with each record that is written. Has the first parameter.
   */
  String extent(String kind);

  /** Iteration and record of a span of iterations, in order. Has all parameters. */
  String span(String kind);

  /** The same of a span of the number that grows. */
  String written(String kind);

  /**
   * The record in what is stored of it.
   *
   * @throws DamagedStorage where there is none
   */
  byte[] content(String kind, byte[] stored) throws DamagedStorage;

  /**
   * That of a file.
   *
   * @throws DamagedStorage where the file is no storage
   * @throws org.visualizingweights.UserError where it is one that only another version can read
   */
  static Layout of(Database database, Path file) throws SQLException, DamagedStorage {
    requireTables(database);
    List<Layout> found = new ArrayList<>();
    database.rows(
        """
        SELECT application_id, user_version,
               EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'CapturedSteps')
        FROM pragma_application_id, pragma_user_version
        """,
        header -> {
          if (header.getInt(1) == RecordTable.MAGIC) {
            int version = header.getInt(2);
            FormatVersion.check(file + " is", version, RecordTable.VERSION, RecordTable.VERSION);
            found.add(new RecordTable());
          } else if (header.getBoolean(3)) {
            found.add(new OldLayout());
          }
        });
    return found.stream().findFirst().orElseThrow(() -> new DamagedStorage("it has no records"));
  }

  /** A view can be endless, and a virtual table is read by whatever module it names. */
  private static void requireTables(Database database) throws SQLException, DamagedStorage {
    database.rows(
        """
        SELECT sql FROM sqlite_master
        WHERE sql NOT GLOB 'CREATE TABLE *' AND sql NOT GLOB 'CREATE INDEX *'
          AND sql NOT GLOB 'CREATE UNIQUE INDEX *' AND sql NOT GLOB 'CREATE TRIGGER *'
        """,
        row -> {
          throw new DamagedStorage("it has more than tables in it");
        });
  }
}
