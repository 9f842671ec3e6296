package org.visualizingweights.ui;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.sqlite.SQLiteConfig;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.HistoryReader;

/**
 * What DL4J's StatsListener reported of one run, for DL4J's pages, under the run's id whatever name
 * the storage file has for it; with the moments of what was captured at the same steps.
 *
 * <p>The file is open only while it is read, so that the run can close it when it ends. Only the
 * classes of reports are made objects of: DL4J's own reader would make any that the file names.
 */
final class RunReports extends InMemoryStatsStorage {
  private static final int BUSY_MILLIS = 2_000;

  /** What a report consists of. */
  private static final ObjectInputFilter ONLY_REPORTS =
      ObjectInputFilter.Config.createFilter(
          "maxdepth=12;maxrefs=1000000;maxarray=1000000;org.deeplearning4j.ui.model.stats.**;"
              + "java.lang.Object;"
              + "java.lang.String;java.lang.Number;java.lang.Double;java.lang.Long;"
              + "java.lang.Integer;java.lang.Enum;java.util.HashMap;java.util.LinkedHashMap;"
              + "java.util.EnumMap;java.util.ArrayList;java.util.Map$Entry;!*");

  private final String run;
  private final Path file;
  private long last;

  /**
   * @param run its id
   * @param file storage of the run
   */
  RunReports(String run, Path file) {
    this.run = run;
    this.file = file;
  }

  /** When the last report that is known was made, in milliseconds; 0 where there is none. */
  long last() {
    return last;
  }

  /**
   * Reads what the run reported since the last time.
   *
   * @throws UserError where nothing can be read, or there are no reports yet
   */
  void refresh() {
    if (!Files.isRegularFile(file)) {
      throw UserError.unavailable("There is no storage " + file + " yet.");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        PreparedStatement sources =
            connection.prepareStatement(
                "SELECT SessionID, WorkerID, ObjectBytes FROM StaticInfo WHERE TypeID = ?")) {
      sources.setString(1, StatsListener.TYPE_ID);
      try (ResultSet row = sources.executeQuery()) {
        if (!row.next()) {
          throw UserError.unavailable("There are no reports in " + file + " yet.");
        }
        String worker = row.getString(2);
        if (!sessionExists(run)) {
          putStaticInfo(identified(row.getBytes(3), worker));
        }
        readUpdates(connection, row.getString(1), worker);
      }
    } catch (SQLException | IOException | ClassNotFoundException | RuntimeException e) {
      if (e instanceof UserError error) {
        throw error;
      }
      throw UserError.unavailable(
          "%s is not the storage of a run, or is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Persistable identified(byte[] bytes, String worker)
      throws IOException, ClassNotFoundException {
    StatsInitializationReport report = (StatsInitializationReport) object(bytes);
    report.reportIDs(run, StatsListener.TYPE_ID, worker, report.getTimeStamp());
    return report;
  }

  private void readUpdates(Connection connection, String session, String worker)
      throws SQLException, IOException, ClassNotFoundException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT Timestamp, ObjectBytes FROM Updates WHERE SessionID = ? AND TypeID = ?"
                + " AND WorkerID = ? AND Timestamp > ? ORDER BY Timestamp")) {
      query.setString(1, session);
      query.setString(2, StatsListener.TYPE_ID);
      query.setString(3, worker);
      query.setLong(4, last);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          StatsReport report = (StatsReport) object(rows.getBytes(2));
          report.reportIDs(run, StatsListener.TYPE_ID, worker, rows.getLong(1));
          completeWith(captured(report.getIterationCount()), report);
          forgetFrom(report.getIterationCount(), worker);
          putUpdate(report);
          last = rows.getLong(1);
        }
      }
    }
  }

  /** What was captured at a step; nothing where none was, or none can be read. */
  private List<Capture> captured(int iteration) {
    List<Capture> captures = new ArrayList<>();
    try (HistoryReader history = HistoryReader.open(file)) {
      history.read(iteration, iteration, step -> captures.addAll(step.captures()));
    } catch (UserError none) {
      captures.clear();
    }
    return captures;
  }

  /**
   * Adds what a run has its StatsListener leave out, since captures have it already; and, empty,
   * what it leaves out altogether and DL4J's Model page cannot do without.
   */
  private static void completeWith(List<Capture> captures, StatsReport report) {
    if (report.getStdev(StatsType.Activations) == null) {
      report.reportMean(StatsType.Activations, byVertex(captures, Capture::mean));
      report.reportStdev(StatsType.Activations, byVertex(captures, Capture::std));
    }
    for (StatsType type : List.of(StatsType.Parameters, StatsType.Updates)) {
      if (report.getHistograms(type) == null) {
        report.reportHistograms(type, Map.of());
      }
      if (report.getMeanMagnitudes(type) == null) {
        report.reportMeanMagnitudes(type, Map.of());
      }
    }
    if (report.getLearningRates() == null) {
      report.reportLearningRates(Map.of());
    }
  }

  private static Map<String, Double> byVertex(
      List<Capture> captures, ToDoubleFunction<Capture> moment) {
    return captures.stream().collect(Collectors.toMap(Capture::vertex, moment::applyAsDouble));
  }

  /** In a run that was resumed some steps were done again, and the later report counts. */
  private void forgetFrom(int iteration, String worker) {
    Map<Long, Persistable> reports = getUpdateMap(run, StatsListener.TYPE_ID, worker, true);
    reports.values().removeIf(r -> ((StatsReport) r).getIterationCount() >= iteration);
  }

  private static Object object(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(ONLY_REPORTS);
      return in.readObject();
    }
  }
}
