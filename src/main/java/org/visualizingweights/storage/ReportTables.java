package org.visualizingweights.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * The tables of DL4J's {@code J7FileStatsStorage}, for what its StatsListener reports.
 *
 * <p>DL4J's class would commit each row by itself, keep every statement it ever made, let a row
 * replace another of the same millisecond, and make objects of any class that a file names.
 */
final class ReportTables {
  /** What a report consists of. */
  private static final ObjectInputFilter ONLY_REPORTS =
      ObjectInputFilter.Config.createFilter(
          "maxdepth=12;maxrefs=1000000;maxarray=1000000;org.deeplearning4j.ui.model.stats.**;"
              + "java.lang.Object;"
              + "java.lang.String;java.lang.Number;java.lang.Double;java.lang.Long;"
              + "java.lang.Integer;java.lang.Enum;java.util.HashMap;java.util.LinkedHashMap;"
              + "java.util.EnumMap;java.util.ArrayList;java.util.Map$Entry;!*");

  /** All of them are in memory where they are shown; a run makes some kilobytes an hour. */
  private static final long MOST_BYTES = 32 << 20;

  private final Database database;

  ReportTables(Database database) {
    this.database = database;
  }

  void create() throws SQLException {
    database.execute(
        """
        CREATE TABLE StorageMetaData (SessionID TEXT NOT NULL, TypeID TEXT NOT NULL,
          ObjectClass TEXT NOT NULL, ObjectBytes BLOB NOT NULL, PRIMARY KEY (SessionID, TypeID))
        """);
    database.execute(
        """
        CREATE TABLE StaticInfo (SessionID TEXT NOT NULL, TypeID TEXT NOT NULL,
          WorkerID TEXT NOT NULL, ObjectClass TEXT NOT NULL, ObjectBytes BLOB NOT NULL,
          PRIMARY KEY (SessionID, TypeID, WorkerID))
        """);
    database.execute(
        """
        CREATE TABLE Updates (SessionID TEXT NOT NULL, TypeID TEXT NOT NULL,
          WorkerID TEXT NOT NULL, Timestamp INTEGER NOT NULL, ObjectClass TEXT NOT NULL,
          ObjectBytes BLOB NOT NULL, PRIMARY KEY (SessionID, TypeID, WorkerID, Timestamp))
        """);
  }

  void insert(StorageMetaData value) throws SQLException {
    database.execute(
        "INSERT OR REPLACE INTO StorageMetaData VALUES (?, ?, ?, ?)",
        value.getSessionID(),
        value.getTypeID(),
        value.getClass().getName(),
        serialized(value));
  }

  void insertStaticInfo(Persistable value) throws SQLException {
    database.execute(
        "INSERT OR REPLACE INTO StaticInfo VALUES (?, ?, ?, ?, ?)",
        value.getSessionID(),
        value.getTypeID(),
        value.getWorkerID(),
        value.getClass().getName(),
        serialized(value));
  }

  /** At its time, or the first that is later than all of its source. */
  void insertUpdate(Persistable value) throws SQLException {
    database.execute(
        """
        INSERT INTO Updates SELECT ?1, ?2, ?3, MAX(?4, IFNULL(MAX(Timestamp) + 1, 0)), ?5, ?6
        FROM Updates WHERE SessionID = ?1 AND TypeID = ?2 AND WorkerID = ?3
        """,
        value.getSessionID(),
        value.getTypeID(),
        value.getWorkerID(),
        value.getTimeStamp(),
        value.getClass().getName(),
        serialized(value));
  }

  /** Removes what was reported at this iteration or later ones. */
  void cutBack(int iteration) throws SQLException {
    List<Long> rows = new ArrayList<>();
    database.rows(
        "SELECT rowid, ObjectBytes FROM Updates WHERE TypeID = ?",
        row -> {
          if (iteration(row.getBytes(2)) >= iteration) {
            rows.add(row.getLong(1));
          }
        },
        StatsListener.TYPE_ID);
    for (long row : rows) {
      database.execute("DELETE FROM Updates WHERE rowid = ?", row);
    }
  }

  /** Of a report; -1 where it is damaged. */
  private static int iteration(byte[] bytes) {
    try {
      return object(StatsReport.class, bytes).getIterationCount();
    } catch (DamagedStorage e) {
      return -1;
    }
  }

  /**
   * What the listener reported first: the network and the machine; empty where there is nothing.
   */
  Optional<StatsInitializationReport> initializationReport() throws SQLException, DamagedStorage {
    List<StatsInitializationReport> found = new ArrayList<>();
    database.rows(
        "SELECT SessionID, WorkerID, ObjectBytes FROM StaticInfo WHERE TypeID = ? LIMIT 1",
        row -> {
          StatsInitializationReport report =
              object(StatsInitializationReport.class, Database.bytes(row, 3));
          report.reportIDs(
              Database.text(row, 1),
              StatsListener.TYPE_ID,
              Database.text(row, 2),
              report.getTimeStamp());
          found.add(report);
        },
        StatsListener.TYPE_ID);
    return found.stream().findFirst();
  }

  /** Reads what the listener reported later than at a time, in order. */
  void read(long after, Consumer<StatsReport> sink) throws SQLException, DamagedStorage {
    long[] read = {0};
    database.rows(
        """
        SELECT u.SessionID, u.WorkerID, u.Timestamp, u.ObjectBytes
        FROM StaticInfo s JOIN Updates u
          ON u.SessionID = s.SessionID AND u.TypeID = s.TypeID AND u.WorkerID = s.WorkerID
        WHERE s.TypeID = ? AND u.Timestamp > ? ORDER BY u.Timestamp
        """,
        row -> {
          byte[] bytes = Database.bytes(row, 4);
          read[0] += bytes.length;
          if (read[0] > MOST_BYTES) {
            throw new DamagedStorage("its reports are larger than those of any run");
          }
          StatsReport report = object(StatsReport.class, bytes);
          report.reportIDs(
              Database.text(row, 1), StatsListener.TYPE_ID, Database.text(row, 2), row.getLong(3));
          sink.accept(report);
        },
        StatsListener.TYPE_ID,
        after);
  }

  private static byte[] serialized(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T object(Class<T> type, byte[] bytes) throws DamagedStorage {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(ONLY_REPORTS);
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new DamagedStorage(e.getMessage());
    }
  }
}
