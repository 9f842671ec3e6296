package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.storage.StorageReader;

class RunReportsTest {
  private static final String RUN = "copied/2026-11-23T10-15-30Z";
  private static final String SESSION = "it's another name";
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(List.of("conv1"), 1, 40, 0, 10);

  @TempDir Path folder;

  private RunReports reports() {
    return new RunReports(RUN, file());
  }

  private Path file() {
    return folder.resolve("storage.db");
  }

  private RunStorage storage() {
    RunStorage storage = RunStorage.open(file(), SESSION);
    new CaptureWriter(storage, CAPTURE);
    SbeStatsInitializationReport first = new SbeStatsInitializationReport();
    first.reportIDs(SESSION, StatsListener.TYPE_ID, "training", 1_000);
    storage.reports().putStaticInfo(first);
    storage.flush();
    return storage;
  }

  private static void put(RunStorage storage, int iteration) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(SESSION, StatsListener.TYPE_ID, "training", 2_000);
    report.reportIterationCount(iteration);
    report.reportScore(iteration / 10.0);
    storage.reports().putUpdate(report);
    storage.flush();
  }

  private static List<Integer> iterations(RunReports reports) {
    return reports.getAllUpdatesAfter(RUN, StatsListener.TYPE_ID, "training", 0).stream()
        .map(report -> ((StatsReport) report).getIterationCount())
        .toList();
  }

  @Test
  void readsWhatIsWrittenMeanwhileUnderTheIdOfTheRun() {
    RunReports reports = reports();
    try (RunStorage storage = storage()) {
      put(storage, 0);
      reports.refresh();
      assertThat(reports.listSessionIDs()).containsExactly(RUN);
      assertThat(iterations(reports)).containsExactly(0);

      put(storage, 200);
      put(storage, 400);
      reports.refresh();
      assertThat(iterations(reports)).containsExactly(0, 200, 400);
    }
    reports.refresh();
    assertThat(iterations(reports)).containsExactly(0, 200, 400);
  }

  @Test
  void countsTheLaterReportOfAStepThatWasDoneTwice() {
    RunReports reports = reports();
    try (RunStorage storage = storage()) {
      for (int iteration : new int[] {0, 200, 400, 600, 400, 600, 800}) {
        put(storage, iteration);
      }
    }
    reports.refresh();
    assertThat(iterations(reports)).containsExactly(0, 200, 400, 600, 800);
  }

  @Test
  void givesDl4jsPagesAnEmptyChartWhereNothingWasCollected() {
    RunReports reports = reports();
    try (RunStorage storage = storage()) {
      put(storage, 0);
    }
    reports.refresh();
    Persistable report = reports.getLatestUpdate(RUN, StatsListener.TYPE_ID, "training");
    assertThat(((StatsReport) report).getHistograms(StatsType.Updates)).isEqualTo(Map.of());
  }

  @Test
  void makesNoObjectsButReports() throws SQLException, IOException {
    try (RunStorage storage = storage()) {
      put(storage, 0);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        PreparedStatement change =
            connection.prepareStatement("UPDATE Updates SET ObjectBytes = ?")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(new File("anything"));
      change.setBytes(1, bytes.toByteArray());
      change.executeUpdate();
    }
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("REJECTED");
  }

  /** A run that was written before records had a table of their own. */
  @Test
  void readsARunOfBefore() throws IOException {
    try (InputStream in = StorageReader.class.getResourceAsStream("old-run/storage.db")) {
      Files.copy(in, file());
    }
    RunReports reports = reports();
    reports.refresh();
    assertThat(iterations(reports)).containsExactly(250);
    Persistable report = reports.getLatestUpdate(RUN, StatsListener.TYPE_ID, "training");
    assertThat(((StatsReport) report).getMean(StatsType.Activations))
        .containsOnlyKeys("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("There is no storage");
    RunStorage.open(file(), SESSION).close();
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("There are no reports");
    Files.writeString(file(), "no database");
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("damaged");
  }
}
