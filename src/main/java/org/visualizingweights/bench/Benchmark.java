package org.visualizingweights.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.activations.ActivationStore;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.bench.Workload.Part;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.LayerGroup;
import org.visualizingweights.model.ResNet18;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.Validation;

/**
 * Times the training step of the default experiment: 3 x 32 x 32, batches of 64, AdamW.
 *
 * <p>All ways to train take turns in every round, so that a machine that is slow for a while is
 * slow for all of them; a round's figure is the median of its steps.
 */
public final class Benchmark implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int IMAGE = 32;
  private static final int VALIDATION_BATCHES = 20;
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(LayerGroup.BODY.stream().map(LayerGroup::label).toList(), 1, 40, 0, 10);
  private static final OptimizerSettings ADAMW =
      new OptimizerSettings(OptimizerSettings.Algorithm.ADAMW, 0.9, 0.01, 0.9, 0.99, 1e-5);

  private final ImageSet images;
  private final Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final ComputationGraph network;
  private final Batches validation;

  /**
   * What was measured, in milliseconds but for the last.
   *
   * @param parts of a step, by the name of the way to train
   * @param validation images a second
   */
  public record Result(Map<String, Map<Part, Figure>> parts, Figure validation) {}

  /**
   * @param kit to train with
   * @param stock whether Deeplearning4j's own layers take part as well
   */
  public Benchmark(ImageSet images, LayerKit kit, boolean stock) {
    this.images = images;
    try {
      this.folder = Files.createTempDirectory("bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    network = add("untrained", kit, Freeze.NONE, false);
    add("untrained, captured", kit, Freeze.NONE, true);
    add("frozen", kit, Freeze.BODY, false);
    add("frozen, captured", kit, Freeze.BODY, true);
    if (stock) {
      add("Deeplearning4j's own layers", new StockKit(), Freeze.NONE, false);
    }
    validation = Batches.validation(images, indices(VALIDATION_BATCHES), settings(false));
    open.add(validation);
  }

  private ComputationGraph add(String name, LayerKit kit, Freeze freeze, boolean captured) {
    ComputationGraph graph =
        Trainer.network(
            ResNet18.builder(kit)
                .head(Head.CONCAT_POOL)
                .classes(images.classes().size())
                .imageSize(IMAGE),
            freeze,
            LearningRates.of(0.01),
            ADAMW);
    Batches batches = Batches.training(images, indices(images.size() / BATCH), settings(true));
    open.add(batches);
    Optional<CaptureListener> capture =
        captured ? Optional.of(capture(graph, name)) : Optional.empty();
    workloads.add(new Workload(name, graph, batches, capture));
    return graph;
  }

  private CaptureListener capture(ComputationGraph graph, String name) {
    ActivationStore store = ActivationStore.open(folder.resolve(name + ".db"), name, CAPTURE);
    open.add(store);
    CaptureListener listener = new CaptureListener(CAPTURE, store::put);
    listener.attachTo(graph);
    return listener;
  }

  private static BatchSettings settings(boolean augment) {
    return new BatchSettings(IMAGE, BATCH, augment, 42, 1);
  }

  private static int[] indices(int batches) {
    return IntStream.range(0, batches * BATCH).toArray();
  }

  /**
   * Measures.
   *
   * @param warmUp steps of each way to train that are not counted
   * @param roundDone is told after each round
   */
  public Result run(int warmUp, int rounds, int stepsPerRound, Runnable roundDone) {
    workloads.forEach(workload -> round(workload, warmUp));
    Map<String, Map<Part, List<Double>>> all = new LinkedHashMap<>();
    List<Double> validated = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      for (Workload workload : workloads) {
        Map<Part, List<Double>> parts =
            all.computeIfAbsent(workload.name(), name -> new EnumMap<>(Part.class));
        round(workload, stepsPerRound)
            .forEach(
                (part, median) -> parts.computeIfAbsent(part, p -> new ArrayList<>()).add(median));
      }
      validated.add(imagesValidatedPerSecond());
      roundDone.run();
    }
    Map<String, Map<Part, Figure>> figures = new LinkedHashMap<>();
    all.forEach((name, parts) -> figures.put(name, figures(parts)));
    return new Result(figures, Figure.of(validated));
  }

  private static Map<Part, Double> round(Workload workload, int steps) {
    List<Map<Part, Double>> times = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      times.add(workload.step());
    }
    Map<Part, Double> medians = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      medians.put(part, Figure.median(times.stream().map(step -> step.get(part))));
    }
    return medians;
  }

  private static Map<Part, Figure> figures(Map<Part, List<Double>> rounds) {
    Map<Part, Figure> figures = new EnumMap<>(Part.class);
    rounds.forEach((part, medians) -> figures.put(part, Figure.of(medians)));
    return figures;
  }

  private double imagesValidatedPerSecond() {
    long start = System.nanoTime();
    Validation.of(network, validation.epoch(0), () -> {});
    return VALIDATION_BATCHES * BATCH / ((System.nanoTime() - start) / 1e9);
  }

  /** Ends the threads and removes the files that were written. */
  @Override
  public void close() {
    try {
      for (AutoCloseable resource : open) {
        resource.close();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
