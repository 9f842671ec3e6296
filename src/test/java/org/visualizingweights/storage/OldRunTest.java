package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Step;
import org.visualizingweights.findings.Findings;
import org.visualizingweights.parameters.LayerNorms;
import org.visualizingweights.parameters.ParameterReader;
import org.visualizingweights.parameters.ParameterStep;
import org.visualizingweights.parameters.RecordedLayer;
import org.visualizingweights.run.RunFolder;

/**
 * A run of 260 steps that was written, by commit 41626f5, before records had a table of their own:
 * captures at every 50th step, norms at 11 steps, the kernels of the first, one report.
 */
class OldRunTest {
  private static final String RUN = "untrained/2026-11-26T18-19-48Z";
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(
          List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 50, 10, 0, 10);

  /** What {@link #digest()} gave with the program of that commit. */
  private static final String DIGEST =
      "8490eaf0473740b6727fd6d2c0fd7552bd0fd962001bc4bbf71689a1d8e86719";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("storage.db");
  }

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("storage.db", "manifest.json", "metrics.csv", "experiment.yaml")) {
      try (InputStream in = OldRunTest.class.getResourceAsStream("old-run/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
  }

  /** SHA-256 over everything that is read of the captures and parameters, to the last digit. */
  private String digest() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (DataOutputStream out =
            new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
        ParameterReader reader = ParameterReader.open(file()).orElseThrow()) {
      for (Step step : History.read(file()).steps()) {
        out.writeInt(step.iteration());
        out.writeInt(step.epoch());
        out.writeDouble(step.loss());
        for (Capture capture : step.captures()) {
          write(capture, out);
        }
      }
      write(reader, out);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void write(Capture capture, DataOutputStream out) throws IOException {
    out.writeUTF(capture.vertex());
    LongStream counts =
        LongStream.of(
            capture.below(),
            capture.above(),
            capture.zeros(),
            capture.nans(),
            capture.infinities(),
            capture.magnitudes().first());
    for (LongStream all :
        List.of(
            counts, LongStream.of(capture.bins()), LongStream.of(capture.magnitudes().counts()))) {
      out.writeUTF(Arrays.toString(all.toArray()));
    }
    for (double moment : List.of(capture.mean(), capture.std(), capture.min(), capture.max())) {
      out.writeDouble(moment);
    }
    ChannelCounts channels = capture.channels().orElseThrow();
    out.writeInt((int) channels.channels());
    out.writeInt((int) channels.dead());
    out.writeInt((int) channels.saturated());
  }

  private static void write(ParameterReader reader, DataOutputStream out) throws IOException {
    for (RecordedLayer layer : reader.layout().layers()) {
      out.writeUTF(layer.vertex());
      out.writeLong(layer.weights());
      out.writeBoolean(layer.frozen());
      out.writeDouble(layer.learningRate());
      out.writeDouble(layer.startNorm());
    }
    List<ParameterStep> steps = new ArrayList<>();
    reader.read(0, Integer.MAX_VALUE, steps::add);
    for (ParameterStep step : steps) {
      out.writeInt(step.iteration());
      for (LayerNorms norms : step.norms()) {
        out.writeDouble(norms.weight());
        out.writeDouble(norms.gradient());
        out.writeDouble(norms.update());
        out.writeDouble(norms.distance());
      }
    }
    for (float value : reader.kernels(0).orElseThrow().values()) {
      out.writeFloat(value);
    }
  }

  @Test
  void isReadAsItWasAndLeftAsItIs() throws Exception {
    byte[] before = Files.readAllBytes(file());

    assertThat(History.read(file()).settings()).isEqualTo(CAPTURE);
    assertThat(digest()).isEqualTo(DIGEST);
    assertThat(iterationsOfReports()).containsExactly(250);
    assertThat(Findings.of(RunFolder.open(folder))).isNotEmpty();
    try (StorageReader storage = StorageReader.open(file())) {
      assertThat(storage.run()).isEqualTo(RUN);
      assertThat(storage.iterations("Kernels")).containsExactly(0);
      assertThat(storage.iterations("a kind of later")).isEmpty();
      assertThat(storage.extent("a kind of later")).isEmpty();
    }

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**storage.db?*");
  }

  private List<Integer> iterationsOfReports() {
    List<Integer> iterations = new ArrayList<>();
    try (StorageReader storage = StorageReader.open(file())) {
      assertThat(storage.initializationReport()).isPresent();
      storage.reports(0, report -> iterations.add(report.getIterationCount()));
    }
    return iterations;
  }

  @Test
  void isConvertedWhenItGoesOn() throws Exception {
    RunStorage.open(file(), RUN).close();

    assertThat(number("SELECT COUNT(*) FROM Records")).isEqualTo(6 + 11 + 1 + 3);
    assertThat(number("SELECT COUNT(*) FROM Updates")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE '%Steps'")).isZero();
    // when the first step was captured, and the last
    assertThat(number("SELECT MIN(Millis) FROM Records WHERE Kind = 'ActivationCaptures'"))
        .isEqualTo(1795717192139L);
    assertThat(
            number("SELECT Millis FROM Records WHERE Kind = 'ParameterNorms' AND Iteration = 259"))
        .isEqualTo(1795717239613L);
    assertThat(History.read(file()).settings()).isEqualTo(CAPTURE);
    assertThat(digest()).isEqualTo(DIGEST);
    assertThat(iterationsOfReports()).containsExactly(250);
    J7FileStatsStorage storage = new J7FileStatsStorage(file().toFile());
    try {
      assertThat(storage.getAllUpdatesAfter(RUN, StatsListener.TYPE_ID, 0))
          .extracting(report -> ((StatsReport) report).getIterationCount())
          .containsExactly(250);
    } finally {
      storage.close();
    }
  }

  @Test
  void goesOnFromAnyStep() {
    try (RunStorage storage = RunStorage.open(file(), RUN)) {
      storage.cutBack(100);
    }

    assertThat(History.read(file()).steps()).extracting(Step::iteration).containsExactly(0, 50);
    try (ParameterReader reader = ParameterReader.open(file()).orElseThrow()) {
      assertThat(reader.steps()).containsExactly(0, 1, 2, 4, 8, 16, 32, 64);
      assertThat(reader.kernelSteps()).containsExactly(0);
    }
    assertThat(iterationsOfReports()).isEmpty();
  }

  @Test
  void isConvertedAsAWholeOrNotAtAll() throws Exception {
    execute(
        "CREATE TRIGGER failure BEFORE DELETE ON Updates WHEN OLD.TypeID = 'ParameterNorms'"
            + " BEGIN SELECT RAISE(ABORT, 'the disk failed'); END");

    assertThatThrownBy(() -> RunStorage.open(file(), RUN))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the disk failed");

    assertThat(number("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE '%Steps'")).isEqualTo(2);
    assertThat(number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Records'")).isZero();
    assertThat(digest()).isEqualTo(DIGEST);
    execute("DROP TRIGGER failure");
    RunStorage.open(file(), RUN).close();
    assertThat(digest()).isEqualTo(DIGEST);
  }

  @Test
  void whatIsDamagedInItIsLeftOutAndSaidBeforeAndAfter() throws Exception {
    execute(
        "UPDATE Updates SET ObjectBytes = substr(ObjectBytes, 1, 100) WHERE Timestamp ="
            + " (SELECT Timestamp FROM CapturedSteps WHERE Iteration = 150)");
    History before = History.read(file());
    assertThat(before.steps()).hasSize(5);
    assertThat(before.problems()).singleElement().asString().contains("step 150 is damaged");

    RunStorage.open(file(), RUN).close();

    History after = History.read(file());
    assertThat(after.steps()).usingRecursiveComparison().isEqualTo(before.steps());
    assertThat(after.problems()).singleElement().asString().contains("step 150 is damaged");
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
