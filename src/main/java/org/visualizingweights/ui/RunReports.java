package org.visualizingweights.ui;

import java.nio.file.Files;
import java.nio.file.Path;
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
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.storage.StorageReader;

/**
 * What DL4J's StatsListener reported of one run, for DL4J's pages, under the run's id whatever name
 * the storage file has for it; with the moments of what was captured at the same steps.
 *
 * <p>The file is open only while it is read, so that the run can close it when it ends.
 */
final class RunReports extends InMemoryStatsStorage {
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
    try (StorageReader storage = StorageReader.open(file)) {
      StatsInitializationReport first =
          storage
              .initializationReport()
              .orElseThrow(
                  () -> UserError.unavailable("There are no reports in " + file + " yet."));
      if (!sessionExists(run)) {
        first.reportIDs(run, StatsListener.TYPE_ID, first.getWorkerID(), first.getTimeStamp());
        putStaticInfo(first);
      }
      storage.reports(last, this::take);
    }
  }

  private void take(StatsReport report) {
    int iteration = report.getIterationCount();
    last = report.getTimeStamp();
    report.reportIDs(run, StatsListener.TYPE_ID, report.getWorkerID(), last);
    completeWith(captured(iteration), report);
    forgetFrom(iteration, report.getWorkerID());
    putUpdate(report);
  }

  /** What was captured at a step; nothing where none was, or none can be read. */
  private List<Capture> captured(int iteration) {
    List<Capture> captures = new ArrayList<>();
    try (CaptureReader history = CaptureReader.open(file)) {
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
}
