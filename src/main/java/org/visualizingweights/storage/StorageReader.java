package org.visualizingweights.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.Database.RowReader;

/**
 * A run's storage, open to be read while another process may write to it. The file is only read; no
 * object is made of any class that it might name, but of DL4J's reports.
 */
public final class StorageReader implements AutoCloseable {
  /** Above the last iteration that any run can have. */
  private static final long END_OF_ITERATIONS = 1L << 30;

  /** Names ten thousand vertices. */
  private static final int LARGEST_HEADER = 1 << 20;

  /** More than anything is recorded at, and no more than is well in memory. */
  private static final int MOST_ITERATIONS = 4_000_000;

  private final Path file;
  private final Database database;
  private final Layout layout;

  /**
   * How far the records of a kind go.
   *
   * @param first iteration
   * @param last iteration
   * @param written grows with each record that is written, be it of a step that was done again
   */
  public record Extent(int first, int last, long written) {}

  /** Makes a reader, which has to close the storage. */
  public interface Opening<R> {
    R open(StorageReader storage) throws DamagedStorage;
  }

  /** Takes what the record of an iteration holds. */
  public interface RecordReader {
    void read(int iteration, byte[] content) throws DamagedStorage;
  }

  private StorageReader(Path file, Database database, Layout layout) {
    this.file = file;
    this.database = database;
    this.layout = layout;
  }

  /**
   * Opens a storage for a reader; closes it where there comes to be none.
   *
   * @throws UserError where there is no such file, or it is not a run's storage
   */
  public static <R> R open(Path file, Opening<R> opening) {
    StorageReader storage = open(file);
    try {
      return opening.open(storage);
    } catch (DamagedStorage e) {
      storage.close();
      throw notAStorage(file, e);
    } catch (RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Opens a storage.
   *
   * @throws UserError where there is no such file, or it is not a run's storage
   */
  public static StorageReader open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.unavailable(
          "there is no storage %s, which has what the run recorded; put a copy of it there, or run the experiment anew"
              .formatted(file));
    }
    try {
      Database database = Database.toRead(file);
      try {
        return new StorageReader(file, database, Layout.of(database, file));
      } catch (SQLException | DamagedStorage | RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (SQLException | DamagedStorage e) {
      throw notAStorage(file, e);
    }
  }

  static UserError notAStorage(Path file, Exception cause) {
    if (cause instanceof SQLException problem && Database.isCausedByLocation(problem)) {
      return UserError.unavailable(
          ("the storage %s cannot be opened where it is: %s. Is its folder read-only, or on a file"
                  + " system without locks or shared memory? Copy the run's folder elsewhere")
              .formatted(file, cause.getMessage()),
          cause);
    }
    return UserError.unavailable(
        "%s is not the storage of a run, or is damaged (%s). What the run recorded was in it: put a sound copy in its place, or run the experiment anew"
            .formatted(file, cause.getMessage()),
        cause);
  }

  /** The name of the run. */
  public String run() {
    List<byte[]> names = new ArrayList<>();
    rows(layout.run(), row -> names.add(Database.bytes(row, 1)));
    return names.stream()
        .map(name -> new String(name, StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow(() -> notAStorage(file, new DamagedStorage("it has no name")));
  }

  /**
   * The header of a kind, which comes before all its records.
   *
   * @return empty where there is nothing of the kind
   * @throws DamagedStorage where it is damaged
   */
  public Optional<byte[]> header(String kind) throws DamagedStorage {
    List<byte[]> stored = new ArrayList<>();
    rows(layout.header(), row -> stored.add(Database.bytes(row, 2)), kind);
    if (stored.stream().anyMatch(bytes -> bytes.length > LARGEST_HEADER)) {
      throw new DamagedStorage("it says more than any run about its records of " + kind);
    }
    return stored.isEmpty() ? Optional.empty() : Optional.of(layout.content(kind, stored.get(0)));
  }

  /** The iterations that have a record of a kind by now, in order. */
  public List<Integer> iterations(String kind) {
    List<Integer> iterations = new ArrayList<>();
    rows(
        layout.iterations(kind),
        row -> {
          if (iterations.size() == MOST_ITERATIONS) {
            throw new DamagedStorage("it has too many records of " + kind);
          }
          iterations.add(iteration(row, 1));
        },
        kind);
    return iterations;
  }

  /** How far the records of a kind go by now; empty where there is none yet. */
  public Optional<Extent> extent(String kind) {
    List<Extent> found = new ArrayList<>();
    rows(
        layout.extent(kind),
        row -> {
          if (row.getObject(1) != null) {
            found.add(new Extent(iteration(row, 1), iteration(row, 2), row.getLong(3)));
          }
        },
        kind);
    return found.stream().findFirst();
  }

  /**
   * Reads the records of a span of iterations, in order; no more than one is in memory at a time.
   *
   * @param to the last iteration, included; it need not exist
   * @param damaged says of which iteration a record is damaged and left out, as a format with two
   *     {@code %s}, for the iteration and for the reason
   * @return what is damaged, one sentence each
   * @throws UserError where nothing can be read
   */
  public List<String> read(String kind, int from, int to, String damaged, RecordReader reader) {
    return records(kind, layout.span(kind), from, to, damaged, reader);
  }

  /**
   * The same of the records that were written between two looks at the {@linkplain #extent extent},
   * in the order in which they were written.
   */
  public List<String> readWritten(
      String kind, Extent before, Extent now, String damaged, RecordReader reader) {
    return records(
        kind, layout.written(kind), before.written() + 1, now.written(), damaged, reader);
  }

  private List<String> records(
      String kind, String sql, long from, long to, String damaged, RecordReader reader) {
    List<String> problems = new ArrayList<>();
    rows(
        sql,
        row -> {
          try {
            reader.read(iteration(row, 1), layout.content(kind, Database.bytes(row, 2)));
          } catch (DamagedStorage e) {
            problems.add(damaged.formatted(row.getInt(1), e.getMessage()));
          }
        },
        kind,
        from,
        to);
    return problems;
  }

  private static int iteration(ResultSet row, int column) throws SQLException, DamagedStorage {
    long iteration = row.getLong(column);
    if (iteration < 0 || iteration >= END_OF_ITERATIONS) {
      throw new DamagedStorage("there is no iteration " + iteration);
    }
    return (int) iteration;
  }

  private void rows(String sql, RowReader<DamagedStorage> reader, Object... parameters) {
    try {
      database.rows(sql, reader, parameters);
    } catch (SQLException e) {
      throw unreadable(e);
    } catch (DamagedStorage e) {
      throw notAStorage(file, e);
    }
  }

  private UserError unreadable(SQLException cause) {
    return UserError.unavailable(
        "the storage %s cannot be read: %s".formatted(file, cause.getMessage()), cause);
  }

  /**
   * DL4J's report on the network and the machine, which its StatsListener makes first; empty where
   * there is nothing yet.
   *
   * @throws UserError where it is damaged
   */
  public Optional<StatsInitializationReport> initializationReport() {
    try {
      return new ReportTables(database).initializationReport();
    } catch (SQLException | DamagedStorage e) {
      throw notAStorage(file, e);
    }
  }

  /**
   * Reads what the StatsListener reported, in order.
   *
   * @param after the time, in milliseconds since 1970, of the last report that is known
   * @throws UserError where a report is damaged
   */
  public void reports(long after, Consumer<StatsReport> sink) {
    try {
      new ReportTables(database).read(after, sink);
    } catch (SQLException | DamagedStorage e) {
      throw notAStorage(file, e);
    }
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
