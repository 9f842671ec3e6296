package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.visualizingweights.Browser;
import org.visualizingweights.Resource;

/**
 * The page's modules that draw nothing, each by the statements about it in {@code
 * scripts/….test.js}: in a browser, with neither a page nor a run.
 */
class ScriptsTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  private static final String PAGE =
      """
      <!doctype html><title>Scripts</title>
      <script type="importmap">{"imports": {"view/": "/view/", "test/": "/test/"}}</script>
      """;

  private static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      import('test/' + arguments[0])
          .then(() => import('test/check.js'))
          .then((check) => done(check.run()), (error) => done([{name: 'loads', error: String(error)}]));
      """;

  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, "text/html", Optional.of(PAGE)));
    server.createContext(
        "/view/",
        exchange ->
            answer(
                exchange,
                "text/javascript",
                Assets.find(name(exchange))
                    .map(asset -> new String(asset.bytes(), StandardCharsets.UTF_8))));
    server.createContext(
        "/test/",
        exchange ->
            answer(
                exchange,
                "text/javascript",
                Resource.find(ScriptsTest.class, "scripts/" + name(exchange))
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static String name(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void answer(HttpExchange exchange, String type, Optional<String> text)
      throws IOException {
    byte[] bytes = text.orElse("").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(
        text.isPresent() ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @TestFactory
  List<DynamicTest> numbers() {
    return statements("numbers.test.js");
  }

  @TestFactory
  List<DynamicTest> state() {
    return statements("state.test.js");
  }

  @TestFactory
  List<DynamicTest> columns() {
    return statements("columns.test.js");
  }

  @TestFactory
  List<DynamicTest> runs() {
    return statements("runs.test.js");
  }

  @TestFactory
  List<DynamicTest> tables() {
    return statements("tables.test.js");
  }

  @TestFactory
  List<DynamicTest> layers() {
    return statements("layers.test.js");
  }

  @TestFactory
  List<DynamicTest> ticks() {
    return statements("ticks.test.js");
  }

  @TestFactory
  List<DynamicTest> words() {
    return statements("words.test.js");
  }

  /** All statements of a file, which are tried at once. */
  @SuppressWarnings("unchecked")
  private static List<DynamicTest> statements(String file) {
    BROWSER.open("http://localhost:" + server.getAddress().getPort() + "/");
    List<Map<String, Object>> results =
        (List<Map<String, Object>>) BROWSER.driver().executeAsyncScript(RUN, file);
    assertThat(results).as("statements in " + file).isNotEmpty();
    return results.stream()
        .map(
            result ->
                dynamicTest(
                    (String) result.get("name"), () -> assertThat(result.get("error")).isNull()))
        .toList();
  }
}
