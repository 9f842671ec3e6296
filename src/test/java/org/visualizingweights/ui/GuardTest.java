package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.run.RunFolder;

/**
 * Who is answered, and what. The headers are those that browsers send: Fetch Metadata (W3C) names
 * where a request comes from, unless the connection is plain HTTP to another machine.
 */
class GuardTest {
  private static final String API = "/captures/api/server";
  private static final String[] LINK = {
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
  };

  @TempDir Path folder;
  private UiServer server;

  private Asker start(String host, String... hosts) {
    server = UiServer.start(new UiSettings(true, host, 0, false, List.of(hosts)), folder, false);
    return Asker.of(server);
  }

  private Asker start() {
    return start("127.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/setlang/x/de",
        "/captures",
        "/train/overview",
        "/captures/api/runs",
        API,
        "/assets/x.js"
      })
  void whatAnotherSitesPageLoadsIsRefused(String path) throws IOException {
    Asker asker = start();
    for (String site : List.of("cross-site", "same-site")) {
      String image =
          asker.get(
              path, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image");
      assertThat(image).startsWith("HTTP/1.1 403").contains("-Dui.hosts=");
    }
    String frame =
        asker.get(
            path,
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Dest: iframe");
    assertThat(frame).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @CsvSource({
    "/, 302",
    "/train, 302",
    "/train/overview, 200",
    "/captures, 200",
    "/train/no%2Frun/model, 404",
    "/captures/api/runs, 403",
    "/captures/api/download?id=x, 403",
    "/captures/assets/page.js, 403",
    "/train/no%2Frun/overview/data, 403"
  })
  void aLinkOfAnotherSiteOpensAPageAndNothingElse(String path, int status) throws IOException {
    assertThat(Asker.status(start().get(path, LINK))).isEqualTo(status);
  }

  @Test
  void itsOwnPagesMayAskWhateverAProxyMakesOfTheirHost() throws IOException {
    Asker asker = start();
    for (String site : List.of("same-origin", "none")) {
      assertThat(asker.get(API, "Sec-Fetch-Site: " + site, "Origin: https://train.example.org"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void whereNoSiteIsSaidTheOriginDecides() throws IOException {
    Asker asker = start("127.0.0.1", "train.example.org");
    String here = "localhost:" + asker.port();
    for (String origin :
        List.of("http://" + here, "https://" + here, "https://train.example.org:8443")) {
      assertThat(asker.get(API, "Origin: " + origin)).as(origin).startsWith("HTTP/1.1 200");
    }
    for (String origin :
        List.of("http://evil.example", "http://localhost:1", "null", "file://", here)) {
      assertThat(asker.get(API, "Origin: " + origin)).as(origin).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void aHostThatIsListedIsAnswered() throws IOException {
    Asker asker = start("127.0.0.1", "Train.Example.org");
    assertThat(asker.get(API, "Host: train.example.org")).startsWith("HTTP/1.1 200");
    assertThat(asker.get(API, "Host: train.example.org:8443")).startsWith("HTTP/1.1 200");
    assertThat(asker.get(API, "Host: other.example.org")).startsWith("HTTP/1.1 403");
  }

  @Test
  void whereOtherMachinesMayAskTheHostIsCheckedToo() throws IOException {
    Asker asker = start("0.0.0.0");
    assertThat(asker.get(API, "Host: evil.example:" + asker.port()))
        .startsWith("HTTP/1.1 403")
        .contains("-Dui.hosts=evil.example")
        .doesNotContain("localhost");
    for (String host : List.of("192.168.1.5:9000", "[fe80::1]:9000", "localhost", name())) {
      assertThat(asker.get(API, "Host: " + host)).as(host).startsWith("HTTP/1.1 200");
    }
  }

  private static String name() throws UnknownHostException {
    return InetAddress.getLocalHost().getHostName();
  }

  @Test
  void whatIsRefusedIsNotRepeatedWhateverItIs() throws IOException {
    assertThat(start().get(API, "Host: <script>.example"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("<script");
  }

  /** Twenty at once, and ten a second after that. */
  @Test
  void refusalsTakeTheirTime() throws IOException {
    Asker asker = start();
    long before = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertThat(asker.get("/setlang/" + i + "/de", "Sec-Fetch-Site: cross-site"))
          .startsWith("HTTP/1.1 403");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(took).isGreaterThan(Duration.ofMillis(2_500));
    assertThat(asker.get(API)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/captures", "/train/overview", API, "/captures/assets/page.js", "/favicon.ico"})
  void headIsAnsweredAsGetWithoutTheBody(String path) throws IOException {
    Asker asker = start();
    String head = asker.ask("HEAD " + path + " HTTP/1.1");
    assertThat(Asker.status(head)).isEqualTo(Asker.status(asker.get(path)));
    assertThat(head).endsWith("\r\n\r\n");
    assertThat(head.split("\r\n\r\n", -1)[1]).isEmpty();
  }

  @Test
  void noAnswerSaysWhereTheRunsAre() throws IOException {
    RunFolder broken = new SmallRuns(folder).withoutStorage("broken");
    Files.writeString(broken.storageFile(), "This is no database.");
    Files.writeString(broken.path().resolve("metrics.csv"), "These are no metrics.");
    RunFolder worse = new SmallRuns(folder).withoutStorage("worse");
    Files.writeString(worse.manifestFile(), "This is no manifest.");
    Asker asker = start();
    for (RunFolder run : List.of(broken, worse)) {
      String id = Pages.encoded(SmallRuns.id(run));
      for (String path :
          List.of(
              "/train/" + id + "/overview",
              "/train/" + id + "/overview/data",
              "/captures/api/run?id=" + id,
              "/captures/api/runs",
              "/captures/api/columns?id=" + id,
              "/captures/api/parameters?id=" + id,
              "/captures/api/findings?id=" + id,
              "/captures/api/download?id=" + id,
              "/captures/api/run?id=none",
              "/captures/api/server")) {
        assertThat(asker.get(path)).as(path).doesNotContain(folder.toRealPath().toString());
      }
    }
    assertThat(asker.get("/captures/api/runs")).contains("manifest.json");
  }
}
