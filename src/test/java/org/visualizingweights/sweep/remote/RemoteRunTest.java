package org.visualizingweights.sweep.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.Pictures;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureReader;
import org.visualizingweights.activations.History;
import org.visualizingweights.activations.Step;
import org.visualizingweights.execution.ExperimentRun;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.Runs;
import org.visualizingweights.run.Status;
import org.visualizingweights.sweep.RunOrder;
import org.visualizingweights.sweep.plan.PlannedRun;
import org.visualizingweights.sweep.plan.SweepFolder;

/** Real processes execute a small run for a sweep that is in this one. */
class RemoteRunTest {
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int EPOCHS = 15;

  /** 15 epochs of six steps. */
  private static final String EXPERIMENT =
      """
      description: Does it come back?
      network: lenet
      optimizer: sgd
      pretrained: false
      lr: 0.01
      epochs: 15
      split: 0.5
      batch-size: 16
      augment: false
      dataset: %s
      """;

  @TempDir static Path folder;

  private static List<EpochMetrics> expected;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void runOneThatIsLeftAlone() throws Exception {
    Pictures.write(folder.resolve("images"), 192);
    Files.writeString(folder.resolve("small.yaml"), EXPERIMENT.formatted(folder.resolve("images")));
    try (RunServer server = RunServer.listen("127.0.0.1", 0, false, SILENCE);
        WorkerProcess worker = new WorkerProcess(folder.resolve("alone-there"))) {
      SweepFolder sweep = sweep("alone");
      RemoteRun run = server.add(1, order(sweep), () -> {});
      worker.order(server, 1);
      assertThat(worker.answer()).isEqualTo("done");
      assertThat(run.end().join()).isEmpty();
      RunFolder back = back(sweep);
      expected = withoutSeconds(back);
      assertThat(expected).hasSize(EPOCHS);
      assertThat(back.manifest().status()).isEqualTo(Status.FINISHED);
      assertThat(back.manifest().owner().pid()).isEqualTo(worker.process().pid());
      assertThat(back.hasResults()).isTrue();
      assertThat(back.checkpoints()).isEmptyDirectory();
      assertThat(logOf(sweep)).contains("epoch", "Finished");
      assertThat(folder.resolve("alone-there")).isEmptyDirectory();
      try (CaptureReader captures = CaptureReader.open(back.storageFile())) {
        assertThat(captures.settings().every()).isEqualTo(1);
        assertThat(captures.extent().orElseThrow().last()).isEqualTo(EPOCHS * 6 - 1);
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void itIsSeenMeanwhile() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    worker().order(server, 1);

    await(() -> isCaptured(sweep));

    RunFolder seen = back(sweep);
    assertThat(seen.manifest().status()).isEqualTo(Status.RUNNING);
    assertThat(Mirror.isMirror(seen.path())).isTrue();
    assertThat(run.progress().planned()).isEqualTo(EPOCHS * 6);
    assertThat(run.end().join()).isEmpty();
    assertThat(Mirror.isMirror(seen.path())).isFalse();
    assertThat(withoutSeconds(back(sweep))).isEqualTo(expected);
  }

  /** 600 steps in no more than 200 columns. */
  @Test
  void ofALongRunThreeStepsAreSeenAsOneAndNoneIsLeftOut() throws Exception {
    SweepFolder sweep = sweep("long", "repeats=2,epochs=100");
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    worker().order(server, 1);
    await(() -> isCaptured(sweep));
    History seen = History.read(back(sweep).storageFile());
    assertThat(Mirror.isMirror(back(sweep).path())).isTrue();
    assertThat(run.end().join()).isEmpty();

    History all = History.read(back(sweep).storageFile());
    assertThat(seen.settings()).isEqualTo(all.settings().every(3));
    assertThat(seen.steps()).isNotEmpty();
    for (int i = 0; i < seen.steps().size(); i++) {
      Capture column = seen.steps().get(i).captures().get(0);
      assertThat(column.bins()).isEqualTo(sum(all.steps().subList(3 * i, 3 * i + 3)));
    }
  }

  private static long[] sum(List<Step> steps) {
    long[] sum = new long[steps.get(0).captures().get(0).bins().length];
    for (Step step : steps) {
      long[] bins = step.captures().get(0).bins();
      Arrays.setAll(sum, bin -> sum[bin] + bins[bin]);
    }
    return sum;
  }

  @Test
  void ofTwoThatWantItOneHasItAndTheOtherNothingToDo() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess first = worker();
    first.order(server, 1);
    await(() -> run.progress().steps() > 0);
    WorkerProcess second = worker();
    second.order(server, 1);

    assertThat(first.answer()).isEqualTo("done");
    assertThat(second.answer()).isEqualTo("done");
    assertThat(withoutSeconds(back(sweep))).isEqualTo(expected);
    assertThat(logOf(sweep)).containsOnlyOnce("On ");
  }

  @Test
  void whereOneIsKilledTheNextBeginsAgain() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess first = worker();
    first.order(server, 1);
    await(() -> isCaptured(sweep));

    first.process().destroyForcibly();
    WorkerProcess second = worker();
    second.order(server, 1);

    assertThat(second.answer()).isEqualTo("done");
    assertThat(run.end().join()).isEmpty();
    assertSame(sweep);
    assertThat(back(sweep).manifest().resumed()).isEmpty();
  }

  @Test
  void whatOneThatWasBelievedDeadSendsIsNotTaken() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server(Duration.ofSeconds(6));
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess first = worker();
    first.order(server, 1);
    await(() -> isCaptured(sweep));
    first.signal("STOP");
    WorkerProcess second = worker();
    second.order(server, 1);
    await(() -> Stream.of(logOf(sweep).split("On ")).count() > 2);

    first.signal("CONT");

    assertThat(first.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(first.process().exitValue()).isEqualTo(75);
    assertThat(second.answer()).isEqualTo("done");
    assertThat(run.end().join()).isEmpty();
    assertSame(sweep);
    assertThat(back(sweep).manifest().owner().pid()).isEqualTo(second.process().pid());
  }

  @Test
  void whereOneIsAskedToEndTheNextGoesOnFromItsCheckpoint() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess first = worker();
    first.order(server, 1);
    await(() -> epochs(sweep) > 2);

    first.process().destroy();
    assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.end()).isNotDone();
    assertThat(back(sweep).manifest().status()).isEqualTo(Status.INTERRUPTED);
    WorkerProcess second = worker();
    second.order(server, 1);

    assertThat(second.answer()).isEqualTo("done");
    assertThat(run.end().join()).isEmpty();
    assertSame(sweep);
    assertThat(back(sweep).manifest().resumed()).hasSize(1);
  }

  @Test
  void asTheSweepEndsItEndsBetweenTwoStepsAndCanGoOnLater() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess worker = worker();
    worker.order(server, 1);
    await(() -> epochs(sweep) > 2);

    run.stop();

    assertThat(worker.answer()).isEqualTo("done");
    assertThat(run.end().join()).isEmpty();
    RunFolder interrupted = back(sweep);
    assertThat(interrupted.manifest().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(interrupted.reportFile()).exists();
    assertThat(interrupted.checkpoints()).isNotEmptyDirectory();

    RemoteRun again = server.add(2, order(sweep), () -> {});
    worker.order(server, 2);
    assertThat(worker.answer()).isEqualTo("done");
    assertThat(again.end().join()).isEmpty();
    assertSame(sweep);
  }

  @Test
  void itEndsAtOnceWithTheSweep() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess worker = worker();
    worker.order(server, 1);
    await(() -> run.progress().steps() > 0);

    server.close();

    assertThat(worker.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.process().exitValue()).isEqualTo(75);
    Remains.settle(sweep);
    assertThat(Runs.isRun(sweep.of(sweep.manifest().runs().get(0)))).isFalse();
  }

  @Test
  void whereAllMachinesSeeTheFoldersItIsMadeInItsPlace() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = RunServer.listen("127.0.0.1", 0, true, SILENCE);
    opened.add(server);
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess worker = worker();
    worker.order(server, 1);

    await(() -> epochs(sweep) > 0);

    assertThat(back(sweep).manifest().owner().pid()).isEqualTo(worker.process().pid());
    assertThat(back(sweep).manifest().status()).isEqualTo(Status.RUNNING);
    assertThat(Mirror.isMirror(order(sweep).folder())).isFalse();
    assertThat(worker.answer()).isEqualTo("done");
    assertThat(run.end().join()).isEmpty();
    assertThat(withoutSeconds(back(sweep))).isEqualTo(expected);
    assertThat(logOf(sweep)).contains("Finished");
  }

  @Test
  void whoDoesNotKnowTheTokenGetsNothing() throws Exception {
    SweepFolder sweep = nextSweep();
    RunServer server = server();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    WorkerProcess worker = worker();

    worker.order(server.port(), "0".repeat(64), 1);

    assertThat(worker.answer()).startsWith("lost ").contains("cannot reach the sweep");
    assertThat(run.progress().signs()).isZero();
    assertThat(Files.exists(order(sweep).folder())).isFalse();
  }

  @Test
  void nothingIsWrittenBesideTheFolder() throws Exception {
    for (String name : List.of("../evil", "/tmp/evil", "a/../../evil", ".lock", "a/b/c/d/e")) {
      assertThat(FolderFiles.isName(name)).as(name).isFalse();
      SweepFolder sweep = nextSweep();
      RunServer server = server();
      RemoteRun run = server.add(1, order(sweep), () -> {});
      try (Link link = claim(server)) {
        link.send(new Packet.Delivery(name, 4), new ByteArrayInputStream(new byte[4]));
        assertThat(isClosed(link)).isTrue();
      }
      await(() -> Files.notExists(order(sweep).folder()));
      assertThat(run.end()).isNotDone();
    }
  }

  @Test
  void whatIsNoPacketEndsTheConnectionAndNothingElse() throws Exception {
    RunServer server = server();
    for (byte[] bytes :
        List.of(
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            new byte[] {0x7f, -1, -1, -1},
            new byte[] {0, 0, 0, 2, '{', '}'},
            new byte[] {0, 0, 0, 4, 'n', 'u', 'l', 'l'})) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        socket.setSoTimeout(5_000);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(bytes);
        out.flush();
        assertThat(isClosed(socket)).isTrue();
      }
    }
    SweepFolder sweep = nextSweep();
    RemoteRun run = server.add(1, order(sweep), () -> {});
    worker().order(server, 1);
    assertThat(run.end().join()).isEmpty();
    assertSame(sweep);
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }

  private static boolean isClosed(Link link) throws IOException {
    link.patience(Duration.ofSeconds(5));
    try {
      while (link.next() instanceof Packet.Beat) {
        // It goes on.
      }
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Link claim(RunServer server) throws IOException {
    Link link = Link.to("127.0.0.1", server.port());
    link.send(new Packet.Claim(server.token(), 1, "nowhere"));
    assertThat(link.next()).isInstanceOf(Packet.Granted.class);
    return link;
  }

  private RunServer server() {
    return server(SILENCE);
  }

  private RunServer server(Duration silence) {
    RunServer server = RunServer.listen("127.0.0.1", 0, false, silence);
    opened.add(server);
    return server;
  }

  private WorkerProcess worker() throws IOException {
    WorkerProcess worker = new WorkerProcess(folder.resolve("there-" + opened.size()));
    opened.add(worker);
    return worker;
  }

  private SweepFolder nextSweep() {
    return sweep(Long.toString(System.nanoTime()));
  }

  private static SweepFolder sweep(String name) {
    return sweep(name, "repeats=2");
  }

  private static SweepFolder sweep(String name, String overrides) {
    return SweepFolder.create(
        folder.resolve(name),
        ExperimentRun.experiments(ConfigFolder.find(System.getProperties()))
            .plan(folder.resolve("small.yaml").toString(), overrides),
        Instant.now());
  }

  private static RunOrder order(SweepFolder sweep) {
    PlannedRun run = sweep.manifest().runs().get(0);
    return new RunOrder(
        sweep.experimentOf(run), sweep.of(run), sweep.logOf(run), Map.of("seed", "42"), false);
  }

  private static RunFolder back(SweepFolder sweep) {
    return RunFolder.open(sweep.of(sweep.manifest().runs().get(0)));
  }

  private static String logOf(SweepFolder sweep) {
    try {
      return Files.readString(sweep.logOf(sweep.manifest().runs().get(0)));
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isCaptured(SweepFolder sweep) {
    Path run = order(sweep).folder();
    if (!Files.exists(run.resolve("storage.db"))) {
      return false;
    }
    try (CaptureReader captures = CaptureReader.open(run.resolve("storage.db"))) {
      return captures.extent().isPresent();
    } catch (org.visualizingweights.UserError e) {
      return false;
    }
  }

  private static int epochs(SweepFolder sweep) {
    return Runs.isRun(order(sweep).folder()) ? back(sweep).metrics().size() : 0;
  }

  private static void assertSame(SweepFolder sweep) throws IOException {
    assertThat(withoutSeconds(back(sweep))).isEqualTo(expected);
    assertThat(back(sweep).manifest().status()).isEqualTo(Status.FINISHED);
    try (Stream<Path> left = Files.list(sweep.path())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("."))
          .isEmpty();
    }
    try (CaptureReader captures = CaptureReader.open(back(sweep).storageFile())) {
      List<Integer> iterations = new ArrayList<>();
      captures.read(0, Integer.MAX_VALUE, step -> iterations.add(step.iteration()));
      assertThat(iterations).hasSize(EPOCHS * 6);
    }
  }

  private static List<EpochMetrics> withoutSeconds(RunFolder run) {
    return run.metrics().stream()
        .map(
            row ->
                new EpochMetrics(row.epoch(), row.lastStep(), row.trainLoss(), row.validation(), 0))
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 6000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
