package org.visualizingweights.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Map;
import org.visualizingweights.storage.Database.RowReader;

/**
 * Records in the tables of DL4J's {@code J7FileStatsStorage}, as they were written before they had
 * a {@linkplain RecordTable table} of their own.
 *
 * <p>A record is a row of {@code Updates}, a header one of {@code StaticInfo}: an object of ours in
 * Java's {@linkplain Envelope serialisation}. What the iteration of a row is, two more tables say,
 * by its timestamp; these were given out so that no two rows of a kind had the same.
 */
final class OldLayout implements Layout {
  private static final String RECORDED =
      "(SELECT SessionID, Iteration, Timestamp FROM RecordedSteps WHERE TypeID = ?1)";

  private static final Map<String, Scheme> SCHEMES =
      Map.of(
          "ActivationCaptures",
          new Scheme("activations.CaptureRecord", "capture", "CapturedSteps"),
          "ParameterNorms",
          new Scheme("parameters.NormsRecord", "parameters", RECORDED),
          "Kernels",
          new Scheme("parameters.KernelsRecord", "parameters", RECORDED));

  private static final Scheme UNKNOWN = new Scheme("", "", RECORDED);

  /** The name of the run. */
  private static final String SESSION =
      """
      (SELECT SessionID FROM StaticInfo WHERE TypeID = 'ActivationCaptures'
       ORDER BY rowid DESC LIMIT 1)
      """;

  /**
   * How the records of a kind were kept.
   *
   * @param className of the objects, in the project's package
   * @param worker their source
   * @param steps the table of iterations and timestamps
   */
  private record Scheme(String className, String worker, String steps) {
    static Scheme of(String name) {
      return SCHEMES.getOrDefault(name, UNKNOWN);
    }
  }

  @Override
  public String run() {
    return "SELECT " + SESSION;
  }

  @Override
  public String header() {
    return """
        SELECT -1, ObjectBytes, unixepoch() * 1000 FROM StaticInfo WHERE TypeID = ?1
        ORDER BY rowid DESC LIMIT 1
        """;
  }

  @Override
  public String iterations(String kind) {
    return "SELECT Iteration FROM %s WHERE SessionID = %s ORDER BY Iteration"
        .formatted(Scheme.of(kind).steps(), SESSION);
  }

  @Override
  public String extent(String kind) {
    return """
        SELECT (SELECT MIN(Iteration) FROM %1$s WHERE SessionID = %2$s),
               (SELECT MAX(Iteration) FROM %1$s WHERE SessionID = %2$s),
               (SELECT MAX(Timestamp) FROM Updates
                WHERE SessionID = %2$s AND TypeID = ?1 AND WorkerID = '%3$s')
        """
        .formatted(Scheme.of(kind).steps(), SESSION, Scheme.of(kind).worker());
  }

  @Override
  public String span(String kind) {
    return between("Iteration", kind);
  }

  @Override
  public String written(String kind) {
    return between("Timestamp", kind);
  }

  private static String between(String column, String kind) {
    return """
        SELECT s.Iteration, u.ObjectBytes, s.Timestamp
        FROM %s s JOIN Updates u
          ON u.SessionID = s.SessionID AND u.TypeID = ?1 AND u.WorkerID = '%s'
          AND u.Timestamp = s.Timestamp
        WHERE s.SessionID = %s AND s.%4$s BETWEEN ?2 AND ?3 ORDER BY s.%4$s
        """
        .formatted(Scheme.of(kind).steps(), Scheme.of(kind).worker(), SESSION, column);
  }

  @Override
  public byte[] content(String kind, byte[] stored) throws DamagedStorage {
    return content(stored, "org.visualizingweights." + Scheme.of(kind).className());
  }

  /** The object wrote its length, and then a timestamp, the length and the name of the session. */
  static byte[] content(byte[] stored, String className) throws DamagedStorage {
    ByteBuffer object = Envelope.open(stored, className);
    try {
      ByteBuffer record = object.slice(Integer.BYTES, object.getInt());
      record.position(Long.BYTES + Integer.BYTES + record.getInt(Long.BYTES));
      byte[] content = new byte[record.remaining()];
      record.get(content);
      return content;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamagedStorage("it is not a record of this kind");
    }
  }

  /**
   * Moves all records to a new table of records, whole or damaged as they are. What DL4J's listener
   * reported stays. The caller commits, or has it never have happened.
   */
  void convert(Database database) throws SQLException {
    RecordTable.create(database);
    RecordWriter records = new RecordWriter(database);
    for (String kind : SCHEMES.keySet()) {
      RowReader<SQLException> copy =
          row ->
              records.put(kind, row.getInt(1), row.getLong(3), contentOrAll(kind, row.getBytes(2)));
      database.rows(header(), copy, kind);
      database.rows(span(kind), copy, kind, 0, Integer.MAX_VALUE);
    }
    for (String kind : SCHEMES.keySet()) {
      database.execute("DELETE FROM StaticInfo WHERE TypeID = ?", kind);
      database.execute("DELETE FROM Updates WHERE TypeID = ?", kind);
    }
    database.execute("DROP TABLE CapturedSteps");
    database.execute("DROP TABLE RecordedSteps");
  }

  private byte[] contentOrAll(String kind, byte[] stored) {
    try {
      return content(kind, stored);
    } catch (DamagedStorage e) {
      return stored; // which no reader takes for a record
    }
  }
}
