package org.visualizingweights.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.visualizingweights.files.FileServer;

/** The whole program, interrupted before there is a run to finish. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedLoadingTest {
  private static final int MINUTES = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aDownloadIsEndedAtOnceAndWhatArrivedIsKept(String signal, int status) throws Exception {
    CountDownLatch arriving = new CountDownLatch(1);
    try (FileServer server = new FileServer()) {
      server.at("/train-labels-idx1-ubyte.gz", exchange -> trickle(exchange, arriving));
      Process program =
          program(
              "-Dsources.fashion-mnist.mirrors=[" + server.uri("/") + "]",
              "dataset=fashion-mnist,limit=128");
      assertThat(arriving.await(MINUTES, TimeUnit.MINUTES)).isTrue();

      assertEndsAtOnce(program, signal, status);

      try (Stream<Path> files = Files.list(folder.resolve("cache/fashion-mnist"))) {
        assertThat(files).anyMatch(file -> file.toString().endsWith(".part"));
      }
    }
  }

  private static void trickle(HttpExchange exchange, CountDownLatch arriving) throws IOException {
    exchange.sendResponseHeaders(200, 29_515);
    for (int i = 0; i < 29_515; i++) {
      exchange.getResponseBody().write('a');
      exchange.getResponseBody().flush();
      if (i == 10) {
        arriving.countDown();
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Test
  void soAreImagesThatAreDrawn() throws Exception {
    Process program = program("-Dui=false", "dataset=synthetic-digits");
    for (int i = 0; i < MINUTES * 600 && !said().contains("untrained: "); i++) {
      Thread.sleep(100);
    }

    assertEndsAtOnce(program, "INT", 130);
  }

  private void assertEndsAtOnce(Process program, String signal, int status) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + program.pid()).inheritIO().start().waitFor();

    assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).as(said()).isEqualTo(status);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  private Process program(String property, String set) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            property,
            "-Dui.enabled=false",
            "-Dcache.directory=" + folder.resolve("cache"),
            "-Druns.directory=" + folder.resolve("runs"),
            Main.class.getName(),
            "run",
            "untrained",
            "--set",
            set);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said.txt"));
  }
}
