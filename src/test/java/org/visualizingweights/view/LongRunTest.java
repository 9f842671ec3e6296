package org.visualizingweights.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.ActivationStore;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.RunFolder;

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

  @TempDir Path runs;

  @Test
  void opensQuicklyZoomsQuicklyAndSendsLittle() throws IOException {
    String id = write();
    CapturesApi api = new CapturesApi(runs);
    Sent whole = ask(api, "id", id);
    assertThat(whole.seconds()).isLessThan(12);
    assertThat(whole.bytes()).isLessThan(MEGABYTE);
    for (String scale : List.of("range", "magnitudes")) {
      for (String to : List.of("99999", "30999", "37999", "45999")) {
        Sent zoom = ask(api, "id", id, "scale", scale, "from", "30000", "to", to);
        assertThat(zoom.seconds()).isLessThan(5);
        assertThat(zoom.bytes()).isLessThan(MEGABYTE);
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

  private static Sent ask(CapturesApi api, String... parameters) throws IOException {
    long start = processorNanos();
    ByteArrayOutputStream plain = Ask.bytes(Ask.ask(api, "columns", parameters));
    double seconds = (processorNanos() - start) / 1e9;
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(wire)) {
      plain.writeTo(zipped);
    }
    return new Sent(seconds, wire.size());
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** A thousand different steps, over and over. */
  private String write() throws IOException {
    RunFolder folder = SampleRun.create(runs, "long", Instant.parse("2026-11-23T08:00:00Z"));
    List<Step> some = SampleRun.steps(SETTINGS, 0, 1000);
    try (ActivationStore store = ActivationStore.open(folder.storageFile(), "long", SETTINGS)) {
      for (int i = 0; i < STEPS; i++) {
        Step step = some.get(i % some.size());
        store.put(new Step(i, i / 1000, step.loss(), step.captures()));
      }
    }
    return "long/" + folder.path().getFileName();
  }
}
