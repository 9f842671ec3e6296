package org.visualizingweights.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedException;
import org.visualizingweights.storage.StoredRecord;

/**
 * Reads what was recorded of a run's parameters, while the run may go on in another process. No
 * more than one record is in memory at a time.
 */
public final class ParameterReader implements AutoCloseable {
  private static final String RECORDS =
      """
      SELECT r.Iteration, u.ObjectBytes
      FROM RecordedSteps r JOIN Updates u
        ON u.SessionID = r.SessionID AND u.TypeID = r.TypeID AND u.WorkerID = ?
        AND u.Timestamp = r.Timestamp
      WHERE r.SessionID = ? AND r.TypeID = ? AND r.Iteration BETWEEN ? AND ?
      ORDER BY r.Iteration
      """;

  private final Path file;
  private final Connection connection;
  private final String session;
  private final ParameterLayout layout;

  private interface RowReader {
    void read(int iteration, byte[] bytes) throws DamagedException;
  }

  private ParameterReader(
      Path file, Connection connection, String session, ParameterLayout layout) {
    this.file = file;
    this.connection = connection;
    this.session = session;
    this.layout = layout;
  }

  /**
   * Opens a run's storage.
   *
   * @return empty where it does not exist, or has no records of parameters
   * @throws UserError where the file is not a run's storage
   */
  public static Optional<ParameterReader> open(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty(); // which SQLite would make
    }
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      try {
        Optional<ParameterReader> reader = open(file, connection);
        if (reader.isEmpty()) {
          connection.close();
        }
        return reader;
      } catch (SQLException | DamagedException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | DamagedException e) {
      throw cannotRead(file, e);
    }
  }

  private static Optional<ParameterReader> open(Path file, Connection connection)
      throws SQLException, DamagedException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT SessionID, ObjectBytes FROM StaticInfo WHERE TypeID = ? ORDER BY rowid DESC")) {
      query.setString(1, NormsRecord.TYPE_ID);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        ParameterLayout layout = StoredRecord.read(row.getBytes(2), NormsRecord::new).layout();
        return Optional.of(new ParameterReader(file, connection, row.getString(1), layout));
      }
    }
  }

  /** Whose parameters are recorded. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The iterations whose norms are recorded so far, in order. */
  public List<Integer> steps() {
    return iterations(NormsRecord.TYPE_ID);
  }

  /** The iterations whose kernels are recorded so far: where they had changed, in order. */
  public List<Integer> kernelSteps() {
    return iterations(KernelsRecord.TYPE_ID);
  }

  private List<Integer> iterations(String type) {
    List<Integer> iterations = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT Iteration FROM RecordedSteps WHERE SessionID = ? AND TypeID = ?"
                + " ORDER BY Iteration")) {
      query.setString(1, session);
      query.setString(2, type);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          iterations.add(rows.getInt(1));
        }
      }
    } catch (SQLException e) {
      throw cannotRead(file, e);
    }
    return iterations;
  }

  /**
   * Reads the norms of a span of iterations.
   *
   * @param to the last iteration, included; it need not exist
   * @param sink takes the steps in order of iteration
   * @return what is damaged and was left out, one sentence each
   * @throws UserError where nothing can be read, or it was written by a later version
   */
  public List<String> read(int from, int to, Consumer<ParameterStep> sink) {
    return records(
        NormsRecord.TYPE_ID,
        from,
        to,
        (iteration, bytes) -> sink.accept(StoredRecord.read(bytes, NormsRecord::new).step()));
  }

  /**
   * The kernels at a step: those recorded last, up to this step.
   *
   * @return empty where there are none, or they are damaged
   */
  public Optional<Kernels> kernels(int iteration) {
    List<Kernels> found = new ArrayList<>();
    int recorded =
        kernelSteps().stream().filter(step -> step <= iteration).reduce((a, b) -> b).orElse(-1);
    records(
        KernelsRecord.TYPE_ID,
        recorded,
        recorded,
        (step, bytes) -> found.add(StoredRecord.read(bytes, KernelsRecord::new).kernels()));
    return found.stream().findFirst();
  }

  private List<String> records(String type, int from, int to, RowReader reader) {
    List<String> problems = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(RECORDS)) {
      query.setString(1, NormsRecord.WORKER_ID);
      query.setString(2, session);
      query.setString(3, type);
      query.setInt(4, from);
      query.setInt(5, to);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          try {
            reader.read(rows.getInt(1), rows.getBytes(2));
          } catch (DamagedException e) {
            problems.add(
                "the parameters of step %d are damaged and left out: %s"
                    .formatted(rows.getInt(1), e.getMessage()));
          }
        }
      }
    } catch (SQLException e) {
      throw cannotRead(file, e);
    }
    return problems;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw cannotRead(file, e);
    }
  }

  private static UserError cannotRead(Path file, Exception cause) {
    return UserError.unavailable(
        "the storage %s cannot be read: %s".formatted(file, cause.getMessage()), cause);
  }
}
