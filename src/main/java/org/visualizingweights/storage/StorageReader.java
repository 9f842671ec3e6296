package org.visualizingweights.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.visualizingweights.UserError;

/** A run's storage, open to be read while another process may write to it. */
public final class StorageReader implements AutoCloseable {
  private static final String INTRODUCTION =
      "SELECT SessionID, ObjectBytes FROM StaticInfo WHERE TypeID = ? ORDER BY rowid DESC";

  private final Path file;
  private final Connection connection;

  /**
   * What a storage says of the records of a type before the first of them.
   *
   * @param session name of the run
   * @param bytes of a record
   */
  public record Introduction(String session, byte[] bytes) {}

  /** Makes a reader, which has to close the storage. */
  public interface Opening<R> {
    R open(StorageReader storage) throws DamagedException;
  }

  /** Takes a row of an answer. */
  public interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Takes the bytes of a record. */
  public interface RecordReader {
    void read(byte[] bytes) throws DamagedException;
  }

  private StorageReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a storage for a reader; closes it where there comes to be none. Where there is no such
   * file, one would be made.
   *
   * @throws UserError where it is not a run's storage
   */
  public static <R> R open(Path file, Opening<R> opening) {
    StorageReader storage = open(file);
    try {
      return opening.open(storage);
    } catch (DamagedException e) {
      storage.close();
      throw notAStorage(file, e);
    } catch (RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private static StorageReader open(Path file) {
    try {
      return new StorageReader(
          file, DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath()));
    } catch (SQLException e) {
      throw notAStorage(file, e);
    }
  }

  /**
   * The newest introduction of a type.
   *
   * @return empty where the storage has no records of the type
   * @throws UserError where the file is not a run's storage
   */
  public Optional<Introduction> introduction(String type) {
    try (PreparedStatement query = connection.prepareStatement(INTRODUCTION)) {
      query.setString(1, type);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Introduction(row.getString(1), row.getBytes(2)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw notAStorage(file, e);
    }
  }

  private static UserError notAStorage(Path file, Exception cause) {
    return UserError.unavailable(
        "%s is not the storage of a run, or is damaged: %s".formatted(file, cause.getMessage()),
        cause);
  }

  private UserError unreadable(SQLException cause) {
    return UserError.unavailable(
        "the storage %s cannot be read: %s".formatted(file, cause.getMessage()), cause);
  }

  /**
   * Asks for rows, and has them read one by one; no more than one is in memory at a time.
   *
   * @param parameters of the question, in order
   * @throws UserError where nothing can be read
   */
  public void rows(String sql, List<Object> parameters, RowReader reader) {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        query.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * The same for rows of a number and a record.
   *
   * @param damaged says of which number a record is damaged and left out, as a format with {@code
   *     %d} and {@code %s} for the reason
   * @return what is damaged, one sentence each
   */
  public List<String> records(
      String sql, List<Object> parameters, String damaged, RecordReader reader) {
    List<String> problems = new ArrayList<>();
    rows(
        sql,
        parameters,
        row -> {
          try {
            reader.read(row.getBytes(2));
          } catch (DamagedException e) {
            problems.add(damaged.formatted(row.getLong(1), e.getMessage()));
          }
        });
    return problems;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
