package org.visualizingweights.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.run.EpochMetrics;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.RunFolder;
import org.visualizingweights.run.RunFolders;
import org.visualizingweights.run.Versions;
import org.visualizingweights.storage.RunStorage;

/** Folders of runs that never were. */
final class SampleRun {
  static final CaptureSettings SETTINGS =
      new CaptureSettings(List.of("conv1", "conv2_x"), 1, 4, 0, 10);

  private SampleRun() {}

  /** A run that goes on, in this process. */
  static RunFolder create(Path runs, String name, Instant start) throws IOException {
    RunFolder folder = RunFolders.create(runs, name, start);
    folder.write(manifest(name, start));
    Files.writeString(
        folder.experimentFile(),
        """
        name: %s
        lr:
          - 0.1
          - 0.01
        capture:
          every: 1
          range: [0.0, 10.0]
        """
            .formatted(name));
    return folder;
  }

  /** A finished run of so many steps. */
  static RunFolder finished(Path runs, String name, Instant start, int steps) throws IOException {
    RunFolder folder = create(runs, name, start);
    folder.append(new EpochMetrics(1, 9, 0.5, Double.NaN, 0.25, 12.5));
    store(folder, SETTINGS, steps(SETTINGS, 0, steps));
    folder.write(
        manifest(name, start).at(new Progress(steps, 20, 1, 2, 0)).finished(start.plusSeconds(60)));
    return folder;
  }

  static void store(RunFolder folder, CaptureSettings settings, List<Step> steps) {
    try (RunStorage storage = RunStorage.open(folder.storageFile(), "session")) {
      CaptureWriter captures = new CaptureWriter(storage, settings);
      steps.forEach(captures::put);
    }
  }

  static Manifest manifest(String name, Instant start) {
    return Manifest.start(
            new ExperimentSummary(name, "What is <seen> of it?", "0.01", Map.of(), 42),
            Map.of(),
            Progress.planned(20, 2),
            "CPU",
            new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
            new Machine("a CPU", 2, 2, 1L << 34),
            start)
        .using(
            new Provenance("synthetic-digits", "drawn", Map.of()).insteadOf("MNIST is not there"),
            new Provenance("random", "Kaiming normal", Map.of()));
  }

  /** Steps of random counts, the same ones for the same iterations. */
  static List<Step> steps(CaptureSettings settings, int from, int to) {
    List<Step> steps = new ArrayList<>();
    for (int i = from; i < to; i++) {
      steps.add(step(settings, i));
    }
    return steps;
  }

  static Step step(CaptureSettings settings, int iteration) {
    SplittableRandom random = new SplittableRandom(iteration);
    List<Capture> captures =
        settings.vertices().stream().map(name -> capture(name, settings, random)).toList();
    return new Step(iteration, iteration / 10, random.nextDouble(), captures);
  }

  private static Capture capture(String name, CaptureSettings settings, SplittableRandom random) {
    long[] bins = random.longs(settings.bins(), 0, 1_000_000).toArray();
    long[] magnitudes = new long[12];
    long values = 0;
    for (long bin : bins) {
      magnitudes[random.nextInt(magnitudes.length)] += bin;
      values += bin;
    }
    long below = random.nextLong(1000);
    return new Capture(
        name,
        bins,
        below,
        random.nextLong(1000),
        random.nextLong(bins[0] + 1),
        random.nextLong(3),
        random.nextLong(3),
        new Magnitudes(120, magnitudes),
        random.nextDouble(10),
        random.nextDouble(5),
        -random.nextDouble(),
        10 + random.nextDouble(),
        Optional.of(new ChannelCounts(64, random.nextInt(5), random.nextInt(3))));
  }
}
