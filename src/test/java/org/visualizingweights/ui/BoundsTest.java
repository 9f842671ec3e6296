package org.visualizingweights.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of this machine others can have the server take. */
class BoundsTest {
  private static final String API = "/captures/api/server";

  @TempDir Path folder;
  private UiServer server;
  private Asker asker;

  @BeforeEach
  void start() {
    server = UiServer.start(new UiSettings(true, "127.0.0.1", 0, false, List.of()), folder, false);
    asker = Asker.of(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void connectionsThatSayNothingGiveWay() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 150; i++) {
        idle.add(asker.connect());
      }
      assertThat(asker.get(API)).startsWith("HTTP/1.1 200");
      assertThat(idle.stream().filter(BoundsTest::isOpen).count()).isBetween(1L, 64L);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(50);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As in RFC 9113, 3.4: the preface, and settings that change nothing. */
  @Test
  void noHttp2IsSpoken() throws IOException {
    try (Socket socket = asker.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      assertThat(whatComes(socket)).isEmpty();
    }
    String upgrade =
        asker.get(
            API, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAAA");
    assertThat(upgrade).startsWith("HTTP/1.1 200");
  }

  @Test
  void whoAsksAgainAndAgainWithoutReadingIsNotListenedTo() throws IOException {
    String request = "GET /captures/api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (Socket socket = asker.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.repeat(1_000).getBytes(StandardCharsets.US_ASCII));
      String answers = whatComes(socket);
      assertThat(answers.split("HTTP/1.1 200", -1).length).isLessThan(10);
    } catch (IOException closed) {
      // while this was still writing
    }
    assertThat(asker.get(API)).startsWith("HTTP/1.1 200");
  }

  private static String whatComes(Socket socket) {
    try {
      return Asker.readAll(socket);
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void aLongBodyThatWasRefusedIsNotListenedTo() throws IOException {
    try (Socket socket = asker.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      assertThat(Asker.readAll(socket)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotDone() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Queue<String> done = new ConcurrentLinkedQueue<>();
    Vertx vertx = Vertx.vertx();
    try {
      Workers one = new Workers(vertx, "one", 1, 2);
      Router router = Router.router(vertx);
      router
          .get("/:name")
          .handler(
              one.run(
                  context -> {
                    busy.countDown();
                    await(go);
                    done.add(context.pathParam("name"));
                    context.response().end();
                  }));
      Asker other = new Asker(listen(vertx, router));
      try (Socket first = ask(other, "first")) {
        busy.await();
        ask(other, "gone").close();
        try (Socket last = ask(other, "last")) {
          Thread.sleep(500); // so that all have arrived
          assertThat(other.get("/refused")).startsWith("HTTP/1.1 503");
          go.countDown();
          assertThat(Asker.readAll(first)).startsWith("HTTP/1.1 200");
          assertThat(Asker.readAll(last)).startsWith("HTTP/1.1 200");
        }
      }
      assertThat(done).containsExactly("first", "last");
    } finally {
      go.countDown();
      vertx.close();
    }
  }

  private static Socket ask(Asker asker, String name) throws IOException {
    Socket socket = asker.connect();
    socket.getOutputStream().write(asker.request("GET /" + name + " HTTP/1.1"));
    return socket;
  }

  private static int listen(Vertx vertx, Router router) {
    CompletableFuture<HttpServer> listening = new CompletableFuture<>();
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1", result -> listening.complete(result.result()));
    return listening.join().actualPort();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 300 at once, and 20 a second after that. */
  @Test
  void requestsThatComeTooFastWait() throws IOException {
    String request = "GET " + API + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    long before = System.nanoTime();
    try (Socket socket = asker.connect()) {
      for (int i = 0; i < 490; i++) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("}")) {
          answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(1000));
  }
}
