package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.ui.UiServer;
import org.visualizingweights.ui.UiSettings;

/**
 * A run of 100,000 steps, five layers and 40 bins each. The bounds are of processor time, so that
 * they hold on a busy machine too, and several times what two quiet processors need.
 */
class LongRunTest {
  private static final int STEPS = 100_000;
  private static final int MEGABYTE = 1_000_000;
  private static final CaptureSettings SETTINGS =
      new CaptureSettings(
          List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 1, 40, 0, 10);

  private static final UiSettings LOCAL = new UiSettings(true, "127.0.0.1", 0, false, List.of());

  @TempDir Path runs;

  @Test
  void opensQuicklyZoomsQuicklyAndSendsLittle() throws Exception {
    String view = "columns?id=" + write();
    try (UiServer server = UiServer.start(LOCAL, runs, false)) {
      String api = server.address() + "/captures/api/";
      Sent whole = ask(api + view);
      assertThat(whole.seconds()).isLessThan(12);
      assertThat(whole.bytes()).isLessThan(MEGABYTE);
      for (String scale : List.of("range", "magnitudes")) {
        for (String to : List.of("99999", "30999", "37999", "45999")) {
          Sent zoom = ask(api + view + "&scale=" + scale + "&from=30000&to=" + to);
          assertThat(zoom.seconds()).isLessThan(5);
          assertThat(zoom.bytes()).isLessThan(MEGABYTE);
        }
      }
    }
  }

  /**
   * What a view took.
   *
   * @param seconds of processors
   * @param bytes compressed, as they go over the wire
   */
  private record Sent(double seconds, int bytes) {}

  private static Sent ask(String address) throws IOException, InterruptedException {
    long start = processorNanos();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).header("Accept-Encoding", "gzip").build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    double seconds = (processorNanos() - start) / 1e9;
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    return new Sent(seconds, answer.body().length);
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** A thousand different steps, over and over. */
  private String write() throws IOException {
    RunFolder folder = SampleRun.create(runs, "long", Instant.parse("2026-11-23T08:00:00Z"));
    List<Step> some = SampleRun.steps(SETTINGS, 0, 1000);
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "long")) {
      CaptureWriter captures = new CaptureWriter(storage, SETTINGS);
      for (int i = 0; i < STEPS; i++) {
        Step step = some.get(i % some.size());
        captures.put(new Step(i, i / 1000, step.loss(), step.captures()));
      }
    }
    return "long/" + folder.path().getFileName();
  }
}
