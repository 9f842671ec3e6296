package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.ui.UiServer;
import org.visualizingweights.ui.UiSettings;

/** Downloads that nobody reads, as a browser's that are paused, or those of a page that forgot. */
class UnreadDownloadTest {
  /** Their file is larger than what two sockets take in by themselves. */
  private static final int STEPS = 20_000;

  private static final int AT_A_TIME = 4;

  @TempDir Path runs;

  @Test
  void theyKeepNobodyElseWaiting() throws IOException {
    String download = "/captures/api/download?format=csv&id=" + write();
    UiSettings local = new UiSettings(true, "127.0.0.1", 0, false, List.of());
    List<Socket> unread = new ArrayList<>();
    try (UiServer server = UiServer.start(local, runs, false)) {
      URI address = URI.create(server.address());
      for (int i = 0; i < AT_A_TIME; i++) {
        unread.add(begin(address, download));
      }

      for (String path :
          List.of(
              "/captures", "/captures/assets/page.js", "/captures/api/runs", "/train/overview")) {
        assertThat(status(address.resolve(path))).as(path).isIn(200, 302);
      }
      assertThat(status(address.resolve(download))).isEqualTo(503);

      for (Socket socket : unread) {
        socket.close();
      }
      int status = 503;
      for (int i = 0; i < 100 && status == 503; i++) {
        status = status(address.resolve(download));
      }
      assertThat(status).isEqualTo(200);
    } finally {
      for (Socket socket : unread) {
        socket.close();
      }
    }
  }

  /** Asks, waits for the first bytes, and reads no more. */
  private static Socket begin(URI address, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(2048);
    socket.connect(new InetSocketAddress("127.0.0.1", address.getPort()));
    socket.setSoTimeout(20_000);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }

  private static int status(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    int status = connection.getResponseCode();
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    in.close();
    return status;
  }

  private String write() throws IOException {
    RunFolder folder = SampleRun.create(runs, "long", Instant.parse("2026-11-23T08:00:00Z"));
    List<Step> some = SampleRun.steps(SampleRun.SETTINGS, 0, 100);
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "long")) {
      CaptureWriter captures = new CaptureWriter(storage, SampleRun.SETTINGS);
      for (int i = 0; i < STEPS; i++) {
        Step step = some.get(i % some.size());
        captures.put(new Step(i, i / 1000, step.loss(), step.captures()));
      }
    }
    return "long/" + folder.path().getFileName();
  }
}
