package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.core.storage.impl.RemoteUIStatsStorageRouter;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.stats.impl.java.JavaStatsReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunsThatGoOn;
import org.visualizingweights.storage.RunStorage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answers, and to whom. */
class UiServerTest {
  @RegisterExtension final RunsThatGoOn goingOn = new RunsThatGoOn();

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<UiServer> server = Optional.empty();

  private void start() {
    start(new UiSettings(true, "127.0.0.1", 0, false, List.of()));
  }

  private void start(UiSettings settings) {
    server = Optional.of(UiServer.start(settings, folder, false));
  }

  @AfterEach
  void stop() {
    server.ifPresent(UiServer::close);
  }

  private String address() {
    return server.orElseThrow().address();
  }

  private int port() {
    return URI.create(address()).getPort();
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address() + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The first line of what is answered to these lines. */
  private String raw(String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(20_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().findFirst().get();
    }
  }

  private static String page(RunFolder run, String page) {
    return "/train/" + Pages.encoded(SmallRuns.id(run)) + "/" + page;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/train/nothing",
        "/train/no%2Frun/overview",
        "/train/no%2Frun/overview/data",
        "/train/no%2Frun/model/graph",
        "/train/..%2F../overview",
        "/train/sessions/lastUpdate/no%2Frun",
        "/train/workers/setByIdx/7",
        "/setlang/x/xx",
        "/assets/nothing.js",
        "/assets/webjars/nothing/1/nothing.js",
        "/assets/webjars/flot/0.8.3",
        "/assets/%2e%2e/logback.xml",
        "/assets/..%2flogback.xml",
        "/assets/js/..%5c..%5clogback.xml",
        "/assets//etc/passwd",
        "/captures/assets/nothing.js",
        "/captures/assets/..%2fui/navigation.html",
        "/captures/api/nothing",
        "/remoteReceive"
      })
  void whatDoesNotExistIsAnsweredAtOnce(String path) {
    start();
    get("/train/overview"); // loads classes

    long before = System.nanoTime();
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void pathsDoNotLeadOutOfTheAssets() throws IOException {
    start();
    assertThat(raw("GET /assets/../logback.xml HTTP/1.1", "Host: localhost")).contains("404");
    assertThat(raw("GET /assets/js/../../logback.xml HTTP/1.1", "Host: localhost")).contains("404");
    assertThat(raw("GET /assets/js/train/train.js HTTP/1.1", "Host: localhost")).contains("200");
  }

  @Test
  void onlyThisMachineIsAnsweredAndOnlyUnderItsOwnName() throws IOException {
    start();
    String port = ":" + port();
    String get = "GET /captures/api/server HTTP/1.1";
    for (String host : new String[] {"localhost", "127.0.0.1", "[::1]", "LOCALHOST"}) {
      assertThat(raw(get, "Host: " + host + port)).as(host).contains("200");
    }
    // A name of another site that points here, as in DNS rebinding
    assertThat(raw(get, "Host: evil.example" + port)).contains("403");
    assertThat(raw(get, "Host: localhost.evil.example")).contains("403");
    assertThat(raw("GET /captures/api/server HTTP/1.0")).contains("403");
    assertThat(raw(get, "Host: localhost" + port, "Origin: http://evil.example")).contains("403");
    assertThat(raw(get, "Host: localhost" + port, "Origin: http://localhost" + port))
        .contains("200");
  }

  @Test
  void noOtherAddressOfThisMachineListens() throws IOException {
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    Assumptions.assumeTrue(other.isPresent(), "needs an address besides 127.0.0.1");
    start();
    assertThatThrownBy(() -> new Socket(other.orElseThrow(), port()).close())
        .isInstanceOf(ConnectException.class);
    stop();
    start(new UiSettings(true, "0.0.0.0", 0, false, List.of()));
    new Socket(other.orElseThrow(), port()).close();
  }

  @Test
  void browsersAreToldToLoadNothingFromElsewhere() {
    start();
    var headers = get("/captures").headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'")
        .doesNotContain("http", "unsafe");
    for (String path : List.of("/captures/api/runs", "/captures/assets/page.js")) {
      assertThat(get(path).headers().allValues("Content-Security-Policy"))
          .containsExactly("default-src 'none'; frame-ancestors 'none'");
    }
    assertThat(get("/train/overview").headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'")
        .doesNotContain("http");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void aPortInUseIsSaidAndTheNextIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      start(new UiSettings(true, "127.0.0.1", port, false, List.of()));
      assertThat(port()).isGreaterThan(port);
      assertThat(server.orElseThrow().otherPort().orElseThrow())
          .contains("Port " + port + " is in use")
          .contains(String.valueOf(port()));
    }
  }

  @Test
  void anAddressThatIsNotThisMachinesIsAMistake() {
    // 192.0.2.0/24 is nobody's (RFC 5737).
    assertThatThrownBy(() -> start(new UiSettings(true, "192.0.2.1", 0, false, List.of())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("192.0.2.1");
    assertThatThrownBy(() -> start(new UiSettings(true, "no such host", 0, false, List.of())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ui.host");
  }

  @Test
  void aListThatHasNotChangedIsNotSentAgain() throws Exception {
    start();
    URI list = URI.create(server.orElseThrow().address() + "/captures/api/runs");
    HttpResponse<String> first = get(HttpRequest.newBuilder(list));
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second = get(HttpRequest.newBuilder(list).header("If-None-Match", tag));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(get(HttpRequest.newBuilder(list).header("If-None-Match", "\"x\"")).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itSaysWhichRunsItShows() throws IOException {
    start();
    assertThat(get("/captures/api/server").body())
        .matches("\\{\"runs\":\"[0-9a-f]{64}\",\"ofARun\":false}")
        .contains(Dashboard.identity(folder.toRealPath()));
  }

  @Test
  void runsAppearAsTheyBegin() {
    start();
    assertThat(get("/train/overview").body()).contains("There are no runs").contains("refresh");

    RunFolder run = goingOn.add(new SmallRuns(folder).running("new"));

    assertThat(get("/train/overview").headers().firstValue("Location"))
        .contains(page(run, "overview"));
    assertThat(get(page(run, "overview")).body())
        .contains("There is no storage")
        .contains("refresh");
  }

  @Test
  void aRunThatTookTheNameOfAnotherIsShownInItsPlace() throws IOException {
    RunFolder older = reported("older", 2_000);
    RunFolder newer = reported("newer", 3_000);
    start();
    String update = lastUpdate("older%2F2026-11-23T10-15-30Z");
    String name = "newer%2F2026-11-23T10-15-30Z";
    assertThat(lastUpdate(name)).isNotEqualTo(update);

    Path moved = Files.move(newer.path(), folder.resolve("moved"));
    assertThat(get("/train/" + name + "/overview").statusCode()).isEqualTo(404);
    Files.move(moved, newer.path());
    assertThat(lastUpdate(name)).isNotEqualTo(update);
    Files.move(newer.path(), moved);
    Files.move(older.path(), newer.path());

    assertThat(lastUpdate(name)).isEqualTo(update);
    assertThat(get("/train/moved/overview").statusCode()).isEqualTo(200);
  }

  /** A run whose StatsListener has reported once. */
  private RunFolder reported(String name, long time) {
    return reported(name, time, 1);
  }

  private RunFolder reported(String name, long time, int reports) {
    RunFolder run = new SmallRuns(folder).withoutStorage(name);
    try (RunStorage storage = RunStorage.open(run.storageFile(), name)) {
      SbeStatsInitializationReport first = new SbeStatsInitializationReport();
      first.reportIDs(name, StatsListener.TYPE_ID, "worker", time);
      first.reportModelInfo("ComputationGraph", "{}", new String[] {"W"}, 1, 1);
      storage.reports().putStaticInfo(first);
      for (int i = 0; i < reports; i++) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs(name, StatsListener.TYPE_ID, "worker", time + i);
        report.reportIterationCount(i);
        report.reportScore(i);
        storage.reports().putUpdate(report);
      }
    }
    return run;
  }

  /** DL4J leaves out some where there are more than 512, and chooses them in a way of its own. */
  @Test
  void theOverviewOfALongRunHasEverySecondReportAndTheLast() {
    RunFolder run = reported("long", 2_000, 1_500);
    start();

    HttpResponse<String> overview = get(page(run, "overview") + "/data");

    assertThat(overview.statusCode()).isEqualTo(200);
    JsonNode iterations = new JsonMapper().readTree(overview.body()).path("scoresIter");
    assertThat(iterations.size()).isEqualTo(751);
    assertThat(iterations.get(1).asInt()).isEqualTo(2);
    assertThat(iterations.get(750).asInt()).isEqualTo(1_499);
  }

  private String lastUpdate(String run) {
    return get("/train/sessions/lastUpdate/" + run).body();
  }

  @Test
  void theFirstPageOfTwoHundredRunsTakesNoTwoSeconds() {
    SmallRuns runs = new SmallRuns(folder);
    for (int i = 0; i < 200; i++) {
      runs.withoutStorage("experiment " + i);
    }
    start();

    long before = System.nanoTime();
    String location = get("/train/overview").headers().firstValue("Location").orElseThrow();
    assertThat(get(location).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void reportsOfOtherProgramsAreTakenOnlyWhereThatIsSwitchedOn() {
    start();
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(address() + "/remoteReceive"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(send(post).statusCode()).isEqualTo(404);
  }

  @Test
  void reportsOfOtherProgramsAreShown() throws InterruptedException {
    start(new UiSettings(true, "127.0.0.1", 0, true, List.of()));
    SbeStatsInitializationReport first = new SbeStatsInitializationReport();
    first.reportIDs("elsewhere", StatsListener.TYPE_ID, "worker", 1_000);
    RemoteUIStatsStorageRouter router = new RemoteUIStatsStorageRouter(address());
    router.putStaticInfo(first);
    for (int i = 0; i < 100 && get("/train/elsewhere/overview").statusCode() == 404; i++) {
      Thread.sleep(100);
    }
    assertThat(get("/train/elsewhere/overview").statusCode()).isEqualTo(200);
    assertThat(get("/train/overview").headers().firstValue("Location"))
        .contains("/train/elsewhere/overview");
  }

  @Test
  void reportsAreOfTwoClassesAndNothingElse() {
    start(new UiSettings(true, "127.0.0.1", 0, true, List.of()));
    SbeStatsReport fine = new SbeStatsReport();
    fine.reportIDs("s", StatsListener.TYPE_ID, "w", 1_000);
    assertThat(post("Update", SbeStatsReport.class.getName(), fine.encode())).isEqualTo(200);
    // Its decode() makes any object that the bytes name.
    assertThat(post("Update", JavaStatsReport.class.getName(), fine.encode())).isEqualTo(400);
    assertThat(post("Update", "java.lang.Runtime", fine.encode())).isEqualTo(400);
    assertThat(post("Update", SbeStatsReport.class.getName(), new byte[3])).isEqualTo(400);
  }

  private int post(String type, String name, byte[] data) {
    String json =
        "{\"type\":\"%s\",\"class\":\"%s\",\"data\":\"%s\"}"
            .formatted(type, name, Base64.getEncoder().encodeToString(data));
    return send(HttpRequest.newBuilder(URI.create(address() + "/remoteReceive"))
            .POST(HttpRequest.BodyPublishers.ofString(json)))
        .statusCode();
  }
}
