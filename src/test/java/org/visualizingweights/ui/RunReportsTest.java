package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
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
import org.visualizingweights.activations.ActivationStore;
import org.visualizingweights.activations.CaptureSettings;

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

  private ActivationStore store() {
    ActivationStore store = ActivationStore.open(file(), SESSION, CAPTURE);
    SbeStatsInitializationReport first = new SbeStatsInitializationReport();
    first.reportIDs(SESSION, StatsListener.TYPE_ID, "training", 1_000);
    store.putStaticInfo(first);
    store.flush();
    return store;
  }

  private static void put(ActivationStore store, int iteration) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(SESSION, StatsListener.TYPE_ID, "training", 2_000);
    report.reportIterationCount(iteration);
    report.reportScore(iteration / 10.0);
    store.putUpdate(report);
    store.flush();
  }

  private static List<Integer> iterations(RunReports reports) {
    return reports.getAllUpdatesAfter(RUN, StatsListener.TYPE_ID, "training", 0).stream()
        .map(report -> ((StatsReport) report).getIterationCount())
        .toList();
  }

  @Test
  void readsWhatIsWrittenMeanwhileUnderTheIdOfTheRun() {
    RunReports reports = reports();
    try (ActivationStore store = store()) {
      put(store, 0);
      reports.refresh();
      assertThat(reports.listSessionIDs()).containsExactly(RUN);
      assertThat(iterations(reports)).containsExactly(0);

      put(store, 200);
      put(store, 400);
      reports.refresh();
      assertThat(iterations(reports)).containsExactly(0, 200, 400);
    }
    reports.refresh();
    assertThat(iterations(reports)).containsExactly(0, 200, 400);
  }

  @Test
  void countsTheLaterReportOfAStepThatWasDoneTwice() {
    RunReports reports = reports();
    try (ActivationStore store = store()) {
      for (int iteration : new int[] {0, 200, 400, 600, 400, 600, 800}) {
        put(store, iteration);
      }
    }
    reports.refresh();
    assertThat(iterations(reports)).containsExactly(0, 200, 400, 600, 800);
  }

  @Test
  void givesDl4jsPagesAnEmptyChartWhereNothingWasCollected() {
    RunReports reports = reports();
    try (ActivationStore store = store()) {
      put(store, 0);
    }
    reports.refresh();
    Persistable report = reports.getLatestUpdate(RUN, StatsListener.TYPE_ID, "training");
    assertThat(((StatsReport) report).getHistograms(StatsType.Updates)).isEqualTo(Map.of());
  }

  @Test
  void makesNoObjectsButReports() throws SQLException, IOException {
    try (ActivationStore store = store()) {
      put(store, 0);
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

  @Test
  void saysWhatIsNotThere() throws IOException {
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("There is no storage");
    ActivationStore.open(file(), SESSION, CAPTURE).close();
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("There are no reports");
    Files.writeString(file(), "no database");
    assertThatThrownBy(reports()::refresh)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("damaged");
  }
}
