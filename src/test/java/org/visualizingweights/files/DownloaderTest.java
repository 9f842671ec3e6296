package org.visualizingweights.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;

class DownloaderTest {
  private static final byte[] CONTENT = TestFiles.random(300_000);

  @TempDir Path folder;
  private final FileServer server = new FileServer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Downloader downloader =
      new Downloader(
          new StreamConsole(new PrintStream(said, true, StandardCharsets.UTF_8), false),
          Duration.ofMillis(500),
          new Proxies(new Properties(), Map.of()));

  @AfterEach
  void stop() {
    server.close();
  }

  private static RemoteFile remote(URI... urls) {
    return new RemoteFile(
        "data.bin", List.of(urls), TestFiles.fingerprint(Fingerprint.Measured.FILE, CONTENT));
  }

  private List<String> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileWhereTheCacheWasToBeIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("cache"), "");
    RemoteFile remote = remote(URI.create("http://localhost:1/x"));

    assertThatThrownBy(() -> new Downloader(Console.SILENT).fetch(remote, file.resolve("mnist")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " is a file, not a folder: move it away");
  }

  @Test
  void fetchesAFileAndLeavesNothingElseButTheLock() throws IOException {
    Path file = downloader.fetch(remote(server.at("/a", FileServer.file(CONTENT))), folder);

    assertThat(file).isEqualTo(folder.resolve("data.bin")).hasBinaryContent(CONTENT);
    assertThat(filesInFolder()).containsExactly(".data.bin.lock", "data.bin");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("300,000 bytes", "100 %");
  }

  /** The server stands for a proxy: it is asked for files of hosts that do not exist. */
  private Downloader through(String proxy) {
    return new Downloader(
        Console.SILENT,
        Duration.ofSeconds(5),
        new Proxies(new Properties(), Map.of("all_proxy", proxy)));
  }

  private String proxy(String credentials) {
    return server.uri("").toString().replace("//", "//" + credentials);
  }

  /** "me:secret" in Base64, as RFC 7617 wants it. */
  private static FileServer.Answer toThoseItKnows(FileServer.Answer answer) {
    return exchange -> {
      if ("Basic bWU6c2VjcmV0"
          .equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
        answer.to(exchange);
      } else {
        exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"x\"");
        FileServer.status(407).to(exchange);
      }
    };
  }

  @Test
  void fetchesThroughAProxyThatAsksForAPassword() {
    server.at("/a", toThoseItKnows(FileServer.file(CONTENT)));
    RemoteFile file = remote(URI.create("http://mirror.invalid/a"));

    assertThat(through(proxy("me:secret@")).fetch(file, folder)).hasBinaryContent(CONTENT);
  }

  @Test
  void explainsWhatAProxyWants() {
    server.at("/a", toThoseItKnows(FileServer.file(CONTENT)));
    RemoteFile file = remote(URI.create("http://mirror.invalid/a"));

    assertThatThrownBy(() -> through(proxy("")).fetch(file, folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the proxy wants a name and a password (407)")
        .hasMessageContaining("http_proxy=http://NAME:PASSWORD@HOST:PORT");
    assertThatThrownBy(() -> through(proxy("me:wrong@")).fetch(file, folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("does not take the name and password that it was given (407)");
  }

  @Test
  void tellsAProxyThatOpensTunnelsWhoItIs() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> asked = new ArrayList<>();
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(() -> refuseTunnels(proxy, asked));
      String address = "127.0.0.1:" + proxy.getLocalPort();
      RemoteFile file = remote(URI.create("https://mirror.invalid/a"));

      assertThatThrownBy(() -> through("http://me:secret@" + address).fetch(file, folder))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("does not take the name and password that it was given (407)");
      answered.join();
      assertThat(asked)
          .contains(
              "CONNECT mirror.invalid:443 HTTP/1.1", "Proxy-authorization: Basic bWU6c2VjcmV0");
    }
  }

  /** Twice: the second time it is told who asks. */
  private static void refuseTunnels(ServerSocket proxy, List<String> asked) {
    for (int i = 0; i < 2; i++) {
      try (Socket socket = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          asked.add(line);
        }
        socket
            .getOutputStream()
            .write(
                ("HTTP/1.1 407 Who is it?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void doesNotFetchWhatIsThere() {
    URI url = server.at("/a", FileServer.file(CONTENT));
    downloader.fetch(remote(url), folder);
    downloader.fetch(remote(url), folder);

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void replacesWhatIsThereButDamaged() throws IOException {
    Files.write(folder.resolve("data.bin"), new byte[] {1, 2, 3});

    Path file = downloader.fetch(remote(server.at("/a", FileServer.file(CONTENT))), folder);

    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("is cut short: it has 3 of 300,000");
  }

  @Test
  void goesOnWhereTheConnectionDied() {
    URI url = server.at("/a", FileServer.fileInPieces(CONTENT, 120_000));

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/a 0", "/a 120000", "/a 240000");
  }

  @Test
  void goesOnWhereAnEarlierTryEnded() {
    FileServer.Answer inPieces = FileServer.fileInPieces(CONTENT, 200_000);
    URI url = server.at("/a", FileServer.inTurn(inPieces, FileServer.status(503), inPieces));

    assertThatThrownBy(() -> downloader.fetch(remote(url), folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("answered 503");
    assertThat(folder.resolve("data.bin")).doesNotExist();

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/a 0", "/a 200000", "/a 200000");
  }

  @Test
  void startsAgainWhereTheServerKnowsNoRanges() {
    URI url =
        server.at(
            "/a",
            FileServer.inTurn(
                FileServer.fileInPieces(CONTENT, 100), FileServer.fileWithoutRanges(CONTENT)));

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
  }

  @Test
  void startsAgainWhereTheFirstHalfWasOfAnotherFile() {
    byte[] other = CONTENT.clone();
    other[0]++;
    URI url =
        server.at(
            "/a",
            FileServer.inTurn(
                FileServer.fileInPieces(other, 100),
                FileServer.status(500),
                FileServer.file(CONTENT)));
    assertThatThrownBy(() -> downloader.fetch(remote(url), folder)).isInstanceOf(UserError.class);

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/a 0", "/a 100", "/a 100", "/a 0");
  }

  @Test
  void takesTheNextMirrorAfterA404() {
    URI missing = server.at("/missing", FileServer.status(404));
    URI there = server.at("/there", FileServer.file(CONTENT));

    assertThat(downloader.fetch(remote(missing, there), folder)).hasBinaryContent(CONTENT);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("/missing answered 404");
  }

  @Test
  void whyThereIsNoFileIsToldOnceByTheErrorAlone() {
    URI missing = server.at("/missing", FileServer.status(404));
    URI broken = server.at("/broken", FileServer.status(500));

    assertThatThrownBy(() -> downloader.fetch(remote(missing, broken), folder))
        .hasMessageContaining("/missing answered 404")
        .hasMessageContaining("/broken answered 500");
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("answered");
  }

  @Test
  void takesTheNextMirrorAfterSilence() throws IOException {
    URI silent =
        server.at(
            "/silent",
            exchange -> {
              pause(Duration.ofMillis(5_000));
            });
    URI there = server.at("/there", FileServer.file(CONTENT));

    assertThat(downloader.fetch(remote(silent, there), folder)).hasBinaryContent(CONTENT);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("/silent did not answer in time");
    assertThat(filesInFolder()).containsExactly(".data.bin.lock", "data.bin");
  }

  @Test
  void takesTheNextMirrorWhereOneSendsAByteNowAndThen() throws IOException {
    URI slow =
        server.at(
            "/slow",
            exchange -> {
              exchange.sendResponseHeaders(200, CONTENT.length);
              for (byte value : CONTENT) {
                exchange.getResponseBody().write(value);
                exchange.getResponseBody().flush();
                pause(Duration.ofMillis(50));
              }
            });
    URI there = server.at("/there", FileServer.file(CONTENT));

    assertThat(downloader.fetch(remote(slow, there), folder)).hasBinaryContent(CONTENT);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("/slow is too slow: it sent less than 1,000 bytes a second");
    assertThat(server.requests()).containsExactly("/slow 0", "/there 0");
    assertThat(filesInFolder()).containsExactly(".data.bin.lock", "data.bin");
  }

  @Test
  void aHeadThatTricklesIsTooSlowAsWell() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture.runAsync(() -> answerWithAHeadThatNeverEnds(slow));
      URI url = URI.create("http://127.0.0.1:" + slow.getLocalPort() + "/head");
      URI there = server.at("/there", FileServer.file(CONTENT));

      assertThat(downloader.fetch(remote(url, there), folder)).hasBinaryContent(CONTENT);
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("/head is too slow: ");
    }
  }

  private static void answerWithAHeadThatNeverEnds(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Name: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('a');
        pause(Duration.ofMillis(50));
      }
    } catch (IOException e) {
      // the other side has had enough
    }
  }

  @Test
  void whatIsTooSlowIsKeptForTheNextTry() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.at(
            "/a",
            exchange -> {
              if (requests.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 100_000);
                exchange.getResponseBody().flush();
                for (int i = 100_000; i < CONTENT.length; i++) {
                  pause(Duration.ofMillis(200));
                  exchange.getResponseBody().write(CONTENT[i]);
                  exchange.getResponseBody().flush();
                }
              } else {
                FileServer.file(CONTENT).to(exchange);
              }
            });
    assertThatThrownBy(() -> downloader.fetch(remote(url), folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is too slow");

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
    assertThat(server.requests())
        .hasSize(2)
        .last(InstanceOfAssertFactories.STRING)
        .matches("/a 1000\\d\\d");
  }

  @Test
  void saysWhatEveryMirrorSentInstead() throws IOException {
    byte[] page = "<!DOCTYPE html><html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    byte[] changed = CONTENT.clone();
    changed[7]++;
    RemoteFile file =
        remote(
            server.at("/portal", FileServer.file(page)),
            server.at("/changed", FileServer.file(changed)),
            server.at("/long", FileServer.file(Arrays.copyOf(CONTENT, 300_001))),
            server.at("/short", FileServer.file(Arrays.copyOf(CONTENT, 10))));

    assertThatThrownBy(() -> downloader.fetch(file, folder))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitStatus()).isEqualTo(3))
        .hasMessageStartingWith("cannot download data.bin: ")
        .hasMessageContaining("/portal sent what is a web page, not data")
        .hasMessageContaining("/changed sent what has other bytes: SHA-256 ")
        .hasMessageContaining("/long offers 300,001 bytes, more than the file can have")
        .hasMessageContaining("/short sent what is cut short: it has 10 of 300,000 bytes")
        .hasMessageNotContaining("\n");
    assertThat(filesInFolder()).containsExactly(".data.bin.lock");
  }

  @Test
  void stopsAnAnswerWithoutLengthThatNeverEnds() throws IOException {
    URI endless =
        server.at(
            "/endless",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              while (true) {
                exchange.getResponseBody().write(CONTENT);
              }
            });

    assertThatThrownBy(() -> downloader.fetch(remote(endless), folder))
        .hasMessageContaining("sends more than the file can have");
    assertThat(filesInFolder()).containsExactly(".data.bin.lock");
  }

  @Test
  void saysThatNothingListens() {
    URI nobody = server.uri("/a");
    server.close();

    assertThatThrownBy(() -> downloader.fetch(remote(nobody), folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void twoAtOnceDownloadOnce() throws Exception {
    URI url =
        server.at(
            "/a",
            exchange -> {
              pause(Duration.ofMillis(200));
              FileServer.file(CONTENT).to(exchange);
            });
    ExecutorService both = Executors.newFixedThreadPool(2);
    Callable<Path> fetch = () -> downloader.fetch(remote(url), folder);
    List<Path> files = new ArrayList<>();
    for (Future<Path> future : both.invokeAll(List.of(fetch, fetch))) {
      files.add(future.get());
    }
    both.shutdown();

    assertThat(files).allSatisfy(file -> assertThat(file).hasBinaryContent(CONTENT));
    assertThat(server.requests()).hasSize(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Waiting for another download of data.bin");
  }

  @Test
  void twoProcessesAtOnceDownloadOnce() throws Exception {
    URI url =
        server.at(
            "/a",
            exchange -> {
              pause(Duration.ofSeconds(2));
              FileServer.file(CONTENT).to(exchange);
            });
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                url.toString(),
                folder.toString())
            .inheritIO()
            .start();
    while (server.requests().isEmpty() && other.isAlive()) {
      Thread.sleep(20);
    }

    assertThat(downloader.fetch(remote(url), folder)).hasBinaryContent(CONTENT);
    assertThat(other.waitFor()).isZero();
    assertThat(server.requests()).hasSize(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Waiting for another download of data.bin");
  }

  /** Downloads the same file: URL, folder. */
  static final class OtherProcess {
    public static void main(String[] args) {
      new Downloader(Console.SILENT).fetch(remote(URI.create(args[0])), Path.of(args[1]));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesUrlsThatAreNotOfTheWeb() {
    assertThatThrownBy(() -> remote(URI.create("file:///etc/passwd")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
