package org.visualizingweights.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.activations.ChannelCounts;
import org.visualizingweights.activations.Magnitudes;
import org.visualizingweights.activations.Step;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.network.Part;
import org.visualizingweights.parameters.MadeUpNorms;
import org.visualizingweights.parameters.RecordedLayer;
import org.visualizingweights.storage.RunStorage;

/**
 * A run of a network that a user's program trained, made up: its vertices put out values from -1 to
 * 1. It has no checkpoints, no images and no experiment; how many steps are to come nobody knows.
 */
public final class WatchedRun implements AutoCloseable {
  public static final String PROGRAM = "com.example.Train";

  /** What people may call a vertex. */
  public static final List<String> HARD_NAMES =
      List.of(
          "<img src=x onerror=document.title='hacked'>",
          "encoder/block 1/attention/self/query and key, before they are multiplied and scaled",
          "a",
          "layer with a very long name without any sense ".repeat(4).strip(),
          "100% &amp; \"more\", it's",
          "שלום",
          "x".repeat(200),
          "層/一",
          "b\\c",
          "#a=1&b=2",
          "{{name}} ${name}",
          "turned \u202Eround",
          "lstm");

  private static final int VALUES = 200;

  private final CaptureSettings settings;
  private final IntToDoubleFunction losses;
  private final RunFolder folder;
  private final RunLock lock;
  private final RunStorage storage;
  private final CaptureWriter captures;
  private final MadeUpNorms norms;
  private final RunLog log;
  private int steps;
  private int epochs;

  private WatchedRun(
      Path runs,
      String name,
      List<String> vertices,
      Optional<Integer> classes,
      IntToDoubleFunction losses) {
    this.settings = new CaptureSettings(vertices, 1, 40, -1, 1);
    this.losses = losses;
    Manifest manifest =
        Manifest.start(
                new ExperimentSummary(name, "", "", Map.of(), 12345),
                Map.of("updater", "AdaDelta", "loss", "LossMSE"),
                Progress.UNPLANNED,
                "CPU",
                new Versions("1.0", Optional.empty(), "1.0.0-M2.1", "17", "Linux"),
                new Machine("a CPU", 2, 2, 1L << 34),
                Instant.parse("2026-11-23T10:15:30Z"))
            .watchedIn(PROGRAM)
            .of(
                new Architecture(
                    name,
                    vertices.stream().map(vertex -> new Part(vertex, List.of(vertex))).toList(),
                    Optional.empty(),
                    Optional.empty(),
                    classes));
    folder = RunFolder.create(runs, manifest, Map.of(RunFolder.NETWORK, "{}"));
    lock = RunLock.acquire(folder.path(), why -> {});
    storage = RunStorage.open(folder.storageFile(), name);
    captures = new CaptureWriter(storage, settings);
    norms =
        new MadeUpNorms(
            storage,
            vertices.stream().map(v -> new RecordedLayer(v, 10, false, Double.NaN, 2)).toList());
    log = new RunLog(folder, lock, manifest);
  }

  /** A run of a regression whose loss falls from 1. */
  public static WatchedRun start(Path runs, String name, List<String> vertices) {
    return start(runs, name, vertices, Optional.empty(), step -> 1 / (1 + step / 20.0));
  }

  /**
   * A run.
   *
   * @param classes where the loss is the cross-entropy over classes
   */
  public static WatchedRun start(
      Path runs,
      String name,
      List<String> vertices,
      Optional<Integer> classes,
      IntToDoubleFunction losses) {
    return new WatchedRun(runs, name, vertices, classes, losses);
  }

  /** Steps that are of no epoch, or of the next that ends. */
  public WatchedRun steps(int count) {
    for (int end = steps + count; steps < end; steps++) {
      Random random = new Random(steps);
      List<Capture> all = new ArrayList<>();
      settings.vertices().forEach(vertex -> all.add(capture(vertex, random)));
      captures.put(new Step(steps, epochs, losses.applyAsDouble(steps), all));
      if (steps % 10 == 0) {
        norms.put(steps);
      }
    }
    storage.flush();
    log.at(progress());
    return this;
  }

  /** An epoch of so many steps. */
  public WatchedRun epoch(int count) {
    steps(count);
    epochs++;
    double loss = losses.applyAsDouble(steps - 1);
    log.epochDone(
        progress(), new EpochMetrics(epochs, steps - 1, loss, Optional.empty(), count / 10.0));
    return this;
  }

  /** The validation of an epoch, which has ended. */
  public WatchedRun validated(int epoch, double loss, OptionalDouble errorRate) {
    log.validated(epoch, new ValidationMetrics(loss, errorRate));
    return this;
  }

  public WatchedRun note(String text) {
    log.note(new Note(steps, text));
    return this;
  }

  public RunLog log() {
    return log;
  }

  public RunFolder folder() {
    return folder;
  }

  /** Ends the run: it has finished. */
  public RunFolder finish() {
    log.finished();
    close();
    return folder;
  }

  /** Gives up the right to write, as a process does that ends. */
  @Override
  public void close() {
    storage.close();
    lock.close();
  }

  private Progress progress() {
    return new Progress(steps, 0, epochs, 0, 0);
  }

  /** Hyperbolic tangents of normal values, counted plainly. */
  private Capture capture(String vertex, Random random) {
    double[] values =
        IntStream.range(0, VALUES)
            .mapToDouble(i -> (float) Math.tanh(0.7 * random.nextGaussian()))
            .toArray();
    long[] bins = new long[settings.bins()];
    long[] magnitudes = new long[Magnitudes.CLASSES];
    for (double value : values) {
      bins[Math.min(bins.length - 1, (int) ((value + 1) / 2 * bins.length))]++;
      magnitudes[Float.floatToRawIntBits((float) value) >>> 23]++;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
    return new Capture(
        vertex,
        bins,
        0,
        0,
        0,
        0,
        0,
        new Magnitudes(0, magnitudes),
        mean,
        Math.sqrt(square - mean * mean),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow(),
        Optional.of(new ChannelCounts(10, 0, 0)));
  }
}
