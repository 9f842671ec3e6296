package org.visualizingweights.files;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback interface that behaves as well or badly as a test wants. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public FileServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  /** Answers one path. */
  public URI at(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          requests.add(path + " " + rangeOf(exchange));
          try (exchange) {
            answer.to(exchange);
          }
        });
    return uri(path);
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** What was asked for: path and first byte of the range. */
  public List<String> requests() {
    return requests;
  }

  /** Serves a file, from where the client wants it. */
  public static Answer file(byte[] content) {
    return exchange -> {
      int from = rangeOf(exchange);
      send(exchange, content, from, content.length);
    };
  }

  /** Serves a file and closes the connection after some bytes of each answer. */
  public static Answer fileInPieces(byte[] content, int piece) {
    return exchange -> {
      int from = rangeOf(exchange);
      send(exchange, content, from, Math.min(content.length, from + piece));
    };
  }

  /** Serves a file, knowing nothing of ranges. */
  public static Answer fileWithoutRanges(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  /** Another answer to each request; the last one to all that follow. */
  public static Answer inTurn(Answer... answers) {
    AtomicInteger requests = new AtomicInteger();
    return exchange ->
        answers[Math.min(requests.getAndIncrement(), answers.length - 1)].to(exchange);
  }

  public static Answer status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  private static void send(HttpExchange exchange, byte[] content, int from, int to)
      throws IOException {
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %s-%s/%s".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, from, to));
    exchange.getResponseBody().flush();
  }

  private static int rangeOf(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
