package org.visualizingweights.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.DamagedStorage;
import org.visualizingweights.storage.Encoder;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.storage.StorageReader.Extent;

class StoredCapturesTest {
  private static final List<String> VERTICES =
      List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x");
  private static final CaptureSettings SETTINGS = new CaptureSettings(VERTICES, 1, 40, 0, 10);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("storage.db");
  }

  private RunStorage open() {
    return RunStorage.open(file(), "a run");
  }

  private static CaptureWriter captures(RunStorage storage) {
    return new CaptureWriter(storage, SETTINGS);
  }

  /** A step with counts as large as those of a batch of 64. */
  private static Step step(int iteration) {
    Random random = new Random(iteration);
    double[] losses = {0.1, Double.NaN, Double.POSITIVE_INFINITY};
    List<Capture> captures =
        VERTICES.stream()
            .map(
                vertex ->
                    new Capture(
                        vertex,
                        random.longs(40, 0, 50_000).toArray(),
                        random.nextInt(500_000),
                        random.nextInt(1000),
                        random.nextInt(500_000),
                        iteration % 7,
                        iteration % 5,
                        new Magnitudes(110, random.longs(280, 0, 20_000).toArray()),
                        random.nextGaussian(),
                        random.nextDouble(),
                        -random.nextFloat(),
                        iteration % 2 == 0 ? Double.NaN : 1e38,
                        iteration % 4 == 0
                            ? Optional.empty()
                            : Optional.of(
                                new ChannelCounts(512, random.nextInt(512), iteration % 3))))
            .toList();
    return new Step(iteration, iteration / 546, losses[iteration % losses.length], captures);
  }

  private static List<Step> steps(int from, int to) {
    return IntStream.range(from, to).mapToObj(StoredCapturesTest::step).toList();
  }

  private static void assertSame(List<Step> actual, List<Step> expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
        .isEqualTo(expected);
  }

  @Test
  void whatWasPutIsReadBackToTheLastDigit() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 30).forEach(captures::put);
    }

    History history = History.read(file());

    assertThat(history.settings()).isEqualTo(SETTINGS);
    assertSame(history.steps(), steps(0, 30));
    assertThat(history.problems()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**-wal");
  }

  /** As they are where a column has as many. */
  @Test
  void stepsThatArePooledCountAsTheirSum() throws DamagedStorage {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 30).forEach(captures::put);
    }
    try (CaptureReader reader = CaptureReader.open(file())) {
      Step pooled = CaptureFormat.decodeStep(reader.pooled(7, 13).orElseThrow());

      assertThat(pooled.iteration()).isEqualTo(7);
      assertThat(pooled.loss()).isEqualTo(0.1);
      assertThat(SETTINGS.match(pooled)).isTrue();
      for (int i = 0; i < VERTICES.size(); i++) {
        assertCountsAs(sum(7, 13, i), VertexSum.of(pooled.captures().get(i)));
      }
      assertThat(reader.pooled(30, 40)).isEmpty();
    }
  }

  private static VertexSum sum(int from, int to, int vertex) {
    return steps(from, to + 1).stream()
        .map(step -> VertexSum.of(step.captures().get(vertex)))
        .reduce(VertexSum::plus)
        .orElseThrow();
  }

  private static void assertCountsAs(VertexSum expected, VertexSum pooled) {
    assertThat(pooled.bins()).isEqualTo(expected.bins());
    assertThat(pooled.magnitudes().counts()).isEqualTo(expected.magnitudes().counts());
    for (Figure figure : Figure.values()) {
      // Of channels there are whole ones.
      double most = figure.merge() == Figure.Merge.MEAN_OF_STEPS ? 0.5 : 1e-9;
      assertThat(figure.of(pooled, SETTINGS))
          .as(figure.name())
          .isCloseTo(figure.of(expected, SETTINGS), within(most));
    }
  }

  @Test
  void stepsThatAreTooManyGoWithTheSettingsThatSayHowMany() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 20).forEach(captures::put);
      storage.flush();
      assertThat(History.read(file()).settings().every()).isEqualTo(1);

      captures.thin(SETTINGS.every(6));
      captures.put(step(24));
    }

    History history = History.read(file());
    assertThat(history.settings()).isEqualTo(SETTINGS.every(6));
    assertThat(history.steps()).extracting(Step::iteration).containsExactly(0, 6, 12, 18, 24);
  }

  @Test
  void stepsOfOneMillisecondAreAllKept() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      long start = System.currentTimeMillis();
      int put = 0;
      while (System.currentTimeMillis() - start < 20 || put < 100) {
        captures.put(step(put++));
      }
      storage.flush();

      assertThat(History.read(file()).steps()).hasSize(put);
    }
  }

  @Test
  void aSpanOfIterationsIsReadAloneWhileTheRunGoesOn() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      try (CaptureReader reader = CaptureReader.open(file())) {
        assertThat(reader.extent().map(Extent::last)).isEmpty();
        steps(0, 50).forEach(captures::put);
        storage.flush();
        List<Integer> read = new ArrayList<>();

        assertThat(reader.read(10, 12, step -> read.add(step.iteration()))).isEmpty();
        assertThat(read).containsExactly(10, 11, 12);
        assertThat(reader.extent().map(Extent::last)).hasValue(49);

        captures.put(step(50));
        storage.flush();
        assertThat(reader.extent().map(Extent::last)).hasValue(50);
      }
    }
    assertThat(History.read(file()).steps()).hasSize(51);
  }

  @Test
  void aResumedRunGoesOnInTheSameFileAndItsStepsCount() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 20).forEach(captures::put);
    }
    Step again = new Step(15, 9, 0.5, step(3).captures());
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      captures.put(again);
    }

    History history = History.read(file());

    assertThat(history.steps()).hasSize(20);
    assertSame(history.steps().subList(15, 16), List.of(again));
  }

  @Test
  void dl4jOpensTheFileWithItsReportsBesideOurRecords() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", new OutputLayer.Builder().nIn(3).nOut(2).build(), "in")
                .setOutputs("out")
                .build());
    graph.init();
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      graph.setListeners(new StatsListener(storage.reports(), 1, "a run"));
      for (int i = 0; i < 5; i++) {
        graph.fit(new DataSet(Nd4j.rand(4, 3), Nd4j.rand(4, 2)));
        captures.put(step(i));
      }
    }

    J7FileStatsStorage storage = new J7FileStatsStorage(file().toFile());
    try {
      assertThat(storage.listSessionIDs()).containsExactly("a run");
      assertThat(storage.listTypeIDsForSession("a run")).containsExactly(StatsListener.TYPE_ID);
      List<Persistable> reports = storage.getAllUpdatesAfter("a run", StatsListener.TYPE_ID, 0);
      assertThat(reports).hasSize(5).allMatch(report -> report instanceof StatsReport);
      assertThat(reports).extracting(Persistable::getTimeStamp).isSorted().doesNotHaveDuplicates();
      assertThat(storage.getStorageMetaData("a run", StatsListener.TYPE_ID)).isNotNull();
    } finally {
      storage.close();
    }
    assertThat(History.read(file()).steps()).hasSize(5);
  }

  @Test
  void whatCameAfterAStepCanBeRemovedToBeRunAgain() throws IOException {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      for (int i = 0; i < 10; i++) {
        captures.put(step(i));
        storage.reports().putUpdate(report(i));
      }
      storage.sync();
    }

    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      storage.cutBack(6);
      captures.put(step(6));
      storage.reports().putUpdate(report(6));
    }

    assertSame(History.read(file()).steps(), steps(0, 7));
    J7FileStatsStorage storage = new J7FileStatsStorage(file().toFile());
    try {
      assertThat(storage.getAllUpdatesAfter("a run", StatsListener.TYPE_ID, 0))
          .extracting(report -> ((StatsReport) report).getIterationCount())
          .containsExactly(0, 1, 2, 3, 4, 5, 6);
    } finally {
      storage.close();
    }
  }

  private static SbeStatsReport report(int iteration) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs("a run", StatsListener.TYPE_ID, "training", System.currentTimeMillis());
    report.reportIterationCount(iteration);
    return report;
  }

  @Test
  void aRecordIsTheSameAfterEncodingAndDecoding() throws Exception {
    byte[] record = CaptureFormat.encode(step(8));

    Step decoded = CaptureFormat.decodeStep(record);

    assertSame(List.of(decoded), List.of(step(8)));
    assertThat(CaptureFormat.encode(decoded)).isEqualTo(record);
  }

  @Test
  void aDamagedRecordIsLeftOutAndSaid() throws SQLException {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 10).forEach(captures::put);
    }
    update(
        "UPDATE Records SET Bytes = substr(Bytes, 1, length(Bytes) - 100)"
            + " WHERE rowid = (SELECT MAX(rowid) FROM Records)");

    History history = History.read(file());

    assertThat(history.steps()).hasSize(9);
    assertThat(history.problems()).singleElement().asString().contains("step 9 is damaged");
  }

  @Test
  void aFlippedBitIsDamage() {
    byte[] bytes = CaptureFormat.encode(step(1));
    bytes[bytes.length / 2] ^= 4;

    assertThatThrownBy(() -> CaptureFormat.decodeStep(bytes))
        .isInstanceOf(DamagedStorage.class)
        .hasMessageContaining("checksum");
  }

  /** As the program wrote them before it counted channels. */
  @Test
  void whatVersion1WroteIsReadWithoutChannels() throws Exception {
    byte[] step =
        HexFormat.of()
            .parseHex(
                "0153ac02023fd00000000000000105636f6e7631040500c8010107010402037e0209d201"
                    + "3fe00000000000003ff8000000000000c00000000000000040280000000000007a09ca21");
    byte[] settings =
        HexFormat.of()
            .parseHex("01430205636f6e76310266630304000000000000000040240000000000004f102950");

    assertSame(
        List.of(CaptureFormat.decodeStep(step)),
        List.of(
            new Step(
                300,
                2,
                0.25,
                List.of(
                    new Capture(
                        "conv1",
                        new long[] {5, 0, 200, 1},
                        7,
                        1,
                        4,
                        2,
                        3,
                        new Magnitudes(126, new long[] {9, 210}),
                        0.5,
                        1.5,
                        -2,
                        12,
                        Optional.empty())))));
    assertThat(CaptureFormat.decodeSettings(settings))
        .isEqualTo(new CaptureSettings(List.of("conv1", "fc"), 3, 4, 0, 10));
  }

  @Test
  void aLaterVersionIsSaid() {
    byte[] bytes = CaptureFormat.encode(step(1));
    bytes[0] = 9;
    Encoder.sign(bytes);

    assertThatThrownBy(() -> CaptureFormat.decodeStep(bytes))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("version 9")
        .hasMessageContaining("reads versions 1 to 2");
  }

  @Test
  void whatIsNoStorageIsSaid() throws IOException, SQLException {
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no storage");
    Files.writeString(file(), "<html>not a database, but long enough to be looked at</html>");
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not the storage of a run");
    assertThatThrownBy(this::open).isInstanceOf(UserError.class);
    Files.delete(file());
    update("CREATE TABLE Other (x)");
    assertThatThrownBy(() -> History.read(file())).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> RunStorage.open(folder.resolve("no/such/folder.db"), "a"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aDiskThatFailsIsSaidOnceAndClearly() throws SQLException {
    RunStorage storage = open();
    CaptureWriter captures = captures(storage);
    captures.put(step(0));
    storage.flush();
    update("DROP TABLE Records");
    captures.put(step(1));

    assertThatThrownBy(storage::flush)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> captures.put(step(2))).isInstanceOf(UserError.class);
    storage.close();
  }

  @Test
  void aFailureThatNoCallSawIsSaidWhenClosing() throws SQLException {
    RunStorage storage = open();
    CaptureWriter captures = captures(storage);
    update("DROP TABLE Records");
    captures.put(step(1));

    assertThatThrownBy(storage::close).isInstanceOf(UserError.class);
    storage.close();
  }

  private void update(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void aProcessKilledWhileWritingLosesNothingThatWasAcknowledged() throws Exception {
    Path said = folder.resolve("acknowledged");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WriteForever.class.getName(),
                file().toString())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    while (lastNumber(said) < 2000 && child.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(new Random().nextInt(50));
    }
    child.destroyForcibly().waitFor();
    int acknowledged = lastNumber(said);

    assertThat(acknowledged).isGreaterThanOrEqualTo(2000);
    History history = History.read(file());

    assertThat(history.problems()).isEmpty();
    assertThat(history.steps()).hasSizeGreaterThan(acknowledged);
    assertThat(history.steps())
        .extracting(Step::iteration)
        .isEqualTo(IntStream.range(0, history.steps().size()).boxed().toList());
    assertSame(
        history.steps().subList(acknowledged, acknowledged + 1),
        steps(acknowledged, acknowledged + 1));
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      captures.put(step(history.steps().size()));
    }
    assertThat(History.read(file()).steps()).hasSize(history.steps().size() + 1);
  }

  /** The number on the last line that was written whole; -1 where there is none. */
  private static int lastNumber(Path file) throws IOException {
    String text = Files.readString(file);
    String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
    String last = lines[lines.length - 1];
    return last.isEmpty() ? -1 : Integer.parseInt(last);
  }

  /** Puts steps until it is killed; prints the last iteration that is safe. */
  static final class WriteForever {
    public static void main(String[] arguments) {
      RunStorage storage = RunStorage.open(Path.of(arguments[0]), "a run");
      CaptureWriter captures = captures(storage);
      for (int i = 0; ; i++) {
        captures.put(step(i));
        if (i % 97 == 0) {
          storage.flush();
          System.out.println(i);
        }
      }
    }
  }

  @Test
  void aWholeRunIsReadInWellUnderASecond() {
    try (RunStorage storage = open()) {
      CaptureWriter captures = captures(storage);
      steps(0, 1638).forEach(captures::put);
    }
    History.read(file());
    long start = System.nanoTime();

    assertThat(History.read(file()).steps()).hasSize(1638);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }
}
