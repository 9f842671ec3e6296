package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;

/** Storages that somebody made to be read for ever, or to the end of the memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStorageTest {
  private static final CaptureSettings CAPTURE = new CaptureSettings(List.of("fc"), 1, 4, 0, 10);
  private static final String ENDLESS =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) ";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("storage.db");
  }

  @BeforeEach
  void store() {
    try (RunStorage storage = RunStorage.open(file(), "a run")) {
      CaptureWriter captures = new CaptureWriter(storage, CAPTURE);
      for (int i = 0; i < 10; i++) {
        captures.put(step(i));
      }
      SbeStatsInitializationReport first = new SbeStatsInitializationReport();
      first.reportIDs("a run", StatsListener.TYPE_ID, "training", 1_000);
      storage.reports().putStaticInfo(first);
      SbeStatsReport report = new SbeStatsReport();
      report.reportIDs("a run", StatsListener.TYPE_ID, "training", 2_000);
      storage.reports().putUpdate(report);
    }
  }

  private static Step step(int iteration) {
    Magnitudes magnitudes = new Magnitudes(127, new long[] {10});
    Capture capture =
        new Capture(
            "fc", new long[] {1, 2, 3, 4}, 0, 0, 0, 0, 0, magnitudes, 1, 1, 0, 9, Optional.empty());
    return new Step(iteration, 0, 1, List.of(capture));
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A table of the same rows that takes everything in every column. */
  private void loosen(String table) throws SQLException {
    change(
        "CREATE TABLE Loose AS SELECT * FROM " + table,
        "DROP TABLE " + table,
        "ALTER TABLE Loose RENAME TO " + table);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE VIEW Records AS " + ENDLESS + "SELECT Real.* FROM Real, c",
        "CREATE VIEW Records AS " + ENDLESS + "SELECT Real.* FROM Real, c WHERE x < 0",
        "CREATE VIRTUAL TABLE Records USING fts5(Kind, Iteration, Bytes, Written)"
      })
  void onlyTablesAreRead(String other) throws SQLException {
    change("ALTER TABLE Records RENAME TO Real", other);
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("more than tables");
  }

  @Test
  void nothingIsWaitedForWithoutEnd() throws Exception {
    try (Database database = Database.toRead(file())) {
      assertThatThrownBy(() -> database.rows(ENDLESS + "SELECT x FROM c WHERE x < 0", row -> {}))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("longer than a file of its size");
      assertThatThrownBy(() -> database.rows(ENDLESS + "SELECT x FROM c", row -> {}))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("more rows than it has room for");
    }
  }

  @Test
  void aValueThatIsMissingIsDamage() throws SQLException {
    loosen("Records");
    change("UPDATE Records SET Bytes = NULL WHERE Iteration = 3");
    History history = History.read(file());
    assertThat(history.steps()).hasSize(9);
    assertThat(history.problems()).singleElement().asString().contains("step 3 is damaged");

    change("UPDATE Records SET Bytes = NULL WHERE Iteration = -1");
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a value is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SessionID", "WorkerID", "ObjectBytes"})
  void aReportOfWhichSomethingIsMissingIsDamage(String column) throws SQLException {
    loosen("StaticInfo");
    change("UPDATE StaticInfo SET " + column + " = NULL");
    try (StorageReader storage = StorageReader.open(file())) {
      assertThatThrownBy(storage::initializationReport)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("a value is missing");
    }
  }

  @Test
  void aRecordOfAHundredMegabytesIsNotRead() throws SQLException {
    change("UPDATE Records SET Bytes = zeroblob(100000000) WHERE Iteration = 3");
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("too big");
  }

  @Test
  void noRunHasReportsOfHundredsOfMegabytes() throws SQLException {
    change(
        ENDLESS
            + "INSERT INTO Updates SELECT SessionID, TypeID, WorkerID, 3000 + x, ObjectClass,"
            + " CAST(ObjectBytes || zeroblob(9000000) AS BLOB) FROM Updates, c LIMIT 10");
    try (StorageReader storage = StorageReader.open(file())) {
      assertThatThrownBy(() -> storage.reports(0, report -> {}))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("larger than those of any run");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483647", "9223372036854775807", "1073741824"})
  void anIterationThatNoRunComesToIsDamage(String iteration) throws SQLException {
    change("UPDATE Records SET Iteration = " + iteration + " WHERE Iteration = 9");
    try (CaptureReader reader = CaptureReader.open(file())) {
      assertThatThrownBy(reader::extent)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("no iteration " + iteration);
    }
  }

  @Test
  void aRecordThatIsWholeAndFitsNothingIsDamage() throws Exception {
    change(
        "UPDATE Records SET Bytes = (SELECT Bytes FROM Records WHERE Iteration = 4)"
            + " WHERE Iteration = 3 AND Kind = 'ActivationCaptures'");
    assertThat(History.read(file()).problems())
        .singleElement()
        .asString()
        .contains("step 3 is damaged", "in another way");
  }

  /** Their checksums are right: whoever makes a file can make these, too. */
  @Test
  void aRecordThatSaysMoreThanItHoldsIsDamage() {
    Encoder tooShort = new Encoder(1, (byte) 'S');
    tooShort.count(3);
    assertDamaged(tooShort, "less than it says");
    Encoder negative = new Encoder(1, (byte) 'S');
    negative.count(Long.MAX_VALUE);
    assertDamaged(negative, "counts up to");
  }

  private static void assertDamaged(Encoder record, String why) {
    assertThatThrownBy(
            () ->
                Decoder.decode(
                    record.finish(), 1, (byte) 'S', in -> Map.of(in.number(), in.real())))
        .isInstanceOf(DamagedStorage.class)
        .hasMessageContaining(why);
  }
}
