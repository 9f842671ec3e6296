package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other programs may send, and what is kept of it. */
class ReportReceiverTest {
  private static final Class<?> FIRST = SbeStatsInitializationReport.class;
  private static final Class<?> UPDATE = SbeStatsReport.class;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private UiServer server;

  @BeforeEach
  void start() {
    server = UiServer.start(new UiSettings(true, "127.0.0.1", 0, true, List.of()), folder, false);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static SbeStatsInitializationReport first(String session) {
    SbeStatsInitializationReport report = new SbeStatsInitializationReport();
    report.reportIDs(session, StatsListener.TYPE_ID, "worker", 1_000);
    report.reportSoftwareInfo("a", "b", "c", "d", "e", "f", "g", "h", "i", new HashMap<>());
    report.reportHardwareInfo(1, 1, 1, 1, new long[] {1}, new String[] {"GPU"}, "hw");
    report.reportModelInfo("ComputationGraph", "{}", new String[] {"p", "q"}, 1, 1);
    return report;
  }

  private static SbeStatsReport update(String session, long time, int names) {
    SbeStatsReport report = new SbeStatsReport();
    report.reportIDs(session, StatsListener.TYPE_ID, "worker", time);
    report.reportIterationCount((int) time);
    report.reportScore(1);
    report.reportMemoryUse(1, 1, 1, 1, new long[] {1}, new long[] {1});
    report.reportPerformance(1, 1, 1, 1, 1);
    report.reportGarbageCollection("gc", 1, 1);
    Map<String, Double> values = new HashMap<>();
    Map<String, Histogram> histograms = new HashMap<>();
    for (int i = 0; i < names; i++) {
      values.put("a parameter of some layer, number " + i, 1.0);
      histograms.put(
          "a parameter of some layer, number " + i, new Histogram(0, 1, 3, new int[] {1, 2, 3}));
    }
    report.reportMean(StatsType.Parameters, values);
    report.reportHistograms(StatsType.Parameters, histograms);
    report.reportLearningRates(values);
    return report;
  }

  private int post(Class<?> type, byte[] data) {
    return post(
        "{\"type\":\"%s\",\"class\":\"%s\",\"data\":\"%s\"}"
            .formatted(
                type == FIRST ? "StaticInfo" : "Update",
                type.getName(),
                Base64.getEncoder().encodeToString(data)));
  }

  private int post(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/remoteReceive"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request).statusCode();
  }

  private int post(Persistable report) {
    return post(report.getClass(), report.encode());
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server.address() + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void wholeReportsAreTaken() {
    assertThat(post(first("s"))).isEqualTo(200);
    assertThat(post(update("s", 2_000, 3))).isEqualTo(200);
    assertThat(iterations("s")).containsExactly(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "text/plain"
      })
  void formsAreRefusedBeforeTheyAreTakenApart(String type) {
    assertThat(post("a&".repeat(1_000), "Content-Type", type)).isEqualTo(415);
  }

  @Test
  void whatIsLongerThanAnyReportIsRefusedBeforeItIsRead() throws IOException {
    Asker asker = Asker.of(server);
    assertThat(asker.ask("POST /remoteReceive HTTP/1.1", "Content-Length: 16000000"))
        .startsWith("HTTP/1.1 413");
    assertThat(asker.ask("POST /remoteReceive HTTP/1.1", "Transfer-Encoding: chunked"))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"type\":1}",
        "{\"type\":\"Update\"}",
        "\"a\"",
        "1",
        "{\"type\":\"Update\",\"class\":\"x\",\"data\":\"***\"}"
      })
  void whatIsNoReportIsSaidToBeNone(String body) {
    assertThat(post(body)).isEqualTo(400);
  }

  @Test
  void whatIsNestedTooDeepIsNoReport() {
    for (String part : List.of("[", "{\"a\":")) {
      assertThat(post(part.repeat(100_000))).isEqualTo(400);
    }
  }

  /** Each four bytes in turn say more than two billion, and more than any int. */
  @Test
  void lengthsAreCheckedBeforeAnythingIsMadeOfThem() {
    for (Persistable report : List.of(first("s"), update("s", 2_000, 2))) {
      byte[] whole = report.encode();
      ReportShape shape =
          report.getClass() == FIRST ? ReportShape.INITIALIZATION : ReportShape.UPDATE;
      shape.check(whole);
      for (int i = 0; i + 4 <= whole.length; i++) {
        for (byte last : new byte[] {0x7f, -1}) {
          byte[] changed = whole.clone();
          changed[i] = -1;
          changed[i + 1] = -1;
          changed[i + 2] = -1;
          changed[i + 3] = last;
          decode(shape, report.getClass(), changed);
        }
      }
    }
  }

  /** As the receiver does; an error would be one of memory. */
  private static void decode(ReportShape shape, Class<?> type, byte[] data) {
    try {
      shape.check(data);
      (type == FIRST ? new SbeStatsInitializationReport() : new SbeStatsReport()).decode(data);
    } catch (RuntimeException notAReport) {
      // which is all that may come of it
    }
  }

  @Test
  void aHistogramSaysNoMoreBinsThanItHas() {
    byte[] report = update("s", 2_000, 1).encode();
    int changed = 0;
    for (int i = 0; i + 4 <= report.length; i++) {
      // Three bins, followed by the head of a group of three entries of four bytes each
      if (report[i] == 3 && report[i + 4] == 4 && report[i + 6] == 3) {
        report[i + 2] = 1; // 65,539
        changed++;
      }
    }
    assertThat(changed).isEqualTo(1);
    assertThat(post(UPDATE, report)).isEqualTo(400);
  }

  @Test
  void changedBytesAreRefusedOrTakenAndNothingElse() {
    Random random = new Random(1);
    Set<Integer> statuses = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Persistable report = random.nextBoolean() ? first("s") : update("s", 2_000, 5);
      byte[] data = report.encode();
      for (int j = 0; j < 3; j++) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      statuses.add(post(report.getClass(), data));
    }
    assertThat(statuses).isSubsetOf(200, 400);
  }

  @Test
  void onlyTheSessionsThatWereHeardLastAreKept() {
    for (int i = 0; i < 30; i++) {
      assertThat(post(first("session" + i))).isEqualTo(200);
    }
    List<Integer> statuses =
        IntStream.range(0, 30)
            .mapToObj(i -> get("/train/session" + i + "/overview").statusCode())
            .toList();
    assertThat(statuses.subList(0, 14)).containsOnly(404);
    assertThat(statuses.subList(14, 30)).hasSize(16).containsOnly(200);
  }

  @Test
  void updatesOfWhatNeverBeganAreNotShown() {
    assertThat(post(update("never", 2_000, 1))).isEqualTo(200);
    assertThat(get("/train/never/overview").statusCode()).isEqualTo(404);
  }

  @Test
  void aLongSessionIsKeptMoreAndMoreSparsely() {
    ReceivedSession session = new ReceivedSession("s");
    session.take(first("s"), 1_000);
    for (int i = 1; i <= 9; i++) {
      session.take(update("s", i, 1), 1_000);
    }
    assertThat(session.thin()).isTrue();
    assertThat(session.getAllUpdateTimes("s", StatsListener.TYPE_ID, "worker"))
        .containsExactly(1, 3, 5, 7, 9);
    assertThat(session.thin()).isTrue();
    assertThat(session.getAllUpdateTimes("s", StatsListener.TYPE_ID, "worker"))
        .containsExactly(1, 5, 9);
    assertThat(session.bytes()).isEqualTo(4 * (1_000 + 1_024));
  }

  /** About 400 kB each, of which 16 MB are kept in all. */
  @Test
  void noMoreThanSomeMegabytesAreKept() {
    assertThat(post(first("s"))).isEqualTo(200);
    for (int i = 1; i <= 90; i++) {
      assertThat(post(update("s", i, 4_000))).isEqualTo(200);
    }
    assertThat(iterations("s")).hasSizeBetween(20, 40).contains(90);
  }

  /** Those that the Overview page shows. */
  private List<Integer> iterations(String session) {
    JsonNode data = new JsonMapper().readTree(get("/train/" + session + "/overview/data").body());
    return data.path("scoresIter").valueStream().map(JsonNode::asInt).toList();
  }
}
