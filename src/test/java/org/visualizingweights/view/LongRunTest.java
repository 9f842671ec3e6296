package org.visualizingweights.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.activations.ActivationStore;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.Step;
import org.visualizingweights.run.RunFolder;

/** A run of 100,000 steps, five layers and 40 bins each. */
class LongRunTest {
  private static final int STEPS = 100_000;
  private static final CaptureSettings SETTINGS =
      new CaptureSettings(
          List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"), 1, 40, 0, 10);

  @TempDir Path runs;

  @Test
  void opensQuicklyZoomsQuicklyAndSendsLittle() throws IOException {
    long t0 = System.nanoTime();
    String id = write();
    System.out.printf("wrote %.1f s%n", (System.nanoTime() - t0) / 1e9);
    CapturesApi api = new CapturesApi(runs);
    for (int i = 0; i < 3; i++) {
      Sent whole = ask(api, "id", id);
      Sent w2 = ask(api, "id", id, "scale", "magnitudes");
      Sent zoom = ask(api, "id", id, "from", "30000", "to", "45999");
      Sent steps = ask(api, "id", id, "from", "30000", "to", "30999");
      System.out.println(whole + "\n" + w2 + "\n" + zoom + "\n" + steps);
      api = new CapturesApi(runs);
    }
  }

  private record Sent(double seconds, int bytes, int raw) {}

  private Sent ask(CapturesApi api, String... parameters) throws IOException {
    Map<String, String> query = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], parameters[i + 1]);
    }
    long start = System.nanoTime();
    Answer answer = api.answer("columns", query);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    answer.body().writeTo(plain);
    double seconds = (System.nanoTime() - start) / 1e9;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      plain.writeTo(zipped);
    }
    return new Sent(seconds, out.size(), plain.size());
  }

  private String write() throws IOException {
    RunFolder folder = SampleRun.create(runs, "long", Instant.parse("2026-11-23T08:00:00Z"));
    try (ActivationStore store = ActivationStore.open(folder.storageFile(), "long", SETTINGS)) {
      List<Step> some = SampleRun.steps(SETTINGS, 0, 64);
      for (int i = 0; i < STEPS; i++) {
        Step step = some.get(i % some.size());
        store.put(new Step(i, i / 1000, step.loss(), step.captures()));
      }
    }
    System.out.println(Files.size(folder.storageFile()));
    return "long/" + folder.path().getFileName();
  }
}
