package org.visualizingweights.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.visualizingweights.activations.CaptureListener;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.activations.CaptureWriter;
import org.visualizingweights.bench.Workload.Phase;
import org.visualizingweights.data.BatchSettings;
import org.visualizingweights.data.Batches;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.NetworkListener;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.files.FileTree;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.ResNet;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.parameters.ParameterListener;
import org.visualizingweights.parameters.ParameterSettings;
import org.visualizingweights.storage.RunStorage;
import org.visualizingweights.training.Freeze;
import org.visualizingweights.training.LearningRates;
import org.visualizingweights.training.OptimizerSettings;
import org.visualizingweights.training.TrainedNetwork;
import org.visualizingweights.training.TrainedResNet;
import org.visualizingweights.training.Trainer;
import org.visualizingweights.training.Validation;

/**
 * Times the training step of the default experiment: 3 x 32 x 32, batches of 64, AdamW.
 *
 * <p>All ways to train take turns in every round, so that a machine that is slow for a while is
 * slow for all of them; a round's figure is the median of its steps.
 */
public final class Benchmark implements AutoCloseable {
  /** The way to train whose step the others' are compared with. */
  public static final String UNTRAINED = "untrained";

  /**
   * The way with a record of the weights and a report of Deeplearning4j's StatsListener at every
   * step, where a run has one of them now and then.
   */
  public static final String REPORTED = "untrained, reported";

  /** Images in a step. */
  public static final int BATCH = 64;

  static final int IMAGE = 32;
  private static final int VALIDATED = 5120;

  /** How many of our steps Deeplearning4j's own layers get time for one of theirs. */
  private static final int STEPS_FOR_ONE_OF_THEIRS = 10;

  private static final ResNet NETWORK = ResNet.RESNET_18;
  private static final Architecture ARCHITECTURE = NETWORK.architecture(Head.CONCAT_POOL);
  private static final CaptureSettings CAPTURE =
      new CaptureSettings(NETWORK.watched(), 1, 40, 0, 10);
  private static final ParameterSettings WEIGHTS =
      new ParameterSettings(1, Integer.MAX_VALUE, ARCHITECTURE.firstConvolution());

  private final ImageSet images;
  private final Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final Optional<StockJvm> stock;
  private final TrainedNetwork evaluated;
  private final Batches validation;

  /**
   * What was measured, in milliseconds but for the validation.
   *
   * @param phases of a step, by the name of the way to train
   * @param validation images a second
   * @param stock a step with Deeplearning4j's own layers, if they took part
   */
  public record Result(
      Map<String, Map<Phase, Measurement>> phases,
      Measurement validation,
      Optional<Measurement> stock) {}

  /**
   * @param kit to train with
   * @param reports what Deeplearning4j's StatsListener is to report, at every step
   * @param withStock whether Deeplearning4j's own layers take part as well
   */
  public Benchmark(
      ImageSet images, LayerKit kit, StatsUpdateConfiguration reports, boolean withStock) {
    this.images = images;
    try {
      this.folder = Files.createTempDirectory("bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int classes = images.classes().size();
    ComputationGraph network = network(kit, Freeze.NONE, classes);
    evaluated = new TrainedResNet(network, ARCHITECTURE.logits().orElseThrow());
    add(UNTRAINED, network);
    capture(add(UNTRAINED + ", captured", network(kit, Freeze.NONE, classes)));
    add("frozen", network(kit, Freeze.BODY, classes));
    capture(add("frozen, captured", network(kit, Freeze.BODY, classes)));
    report(add(REPORTED, network(kit, Freeze.NONE, classes)), reports);
    stock = withStock ? Optional.of(new StockJvm()) : Optional.empty();
    stock.ifPresent(open::add);
    validation = Batches.validation(images, indices(VALIDATED), settings(false));
    open.add(validation);
  }

  static ComputationGraph network(LayerKit kit, Freeze freeze, int classes) {
    return Trainer.network(
        NETWORK.builder(kit).head(Head.CONCAT_POOL).classes(classes).imageSize(IMAGE),
        freeze,
        LearningRates.of(0.01),
        OptimizerSettings.ADAMW);
  }

  private Workload add(String name, ComputationGraph graph) {
    Batches batches =
        Batches.training(images, indices(images.size() / BATCH * BATCH), settings(true));
    open.add(batches);
    Workload workload = new Workload(name, graph, batches);
    workloads.add(workload);
    return workload;
  }

  private void capture(Workload workload) {
    CaptureWriter captures = new CaptureWriter(storage(workload), CAPTURE);
    listen(
        workload, Phase.CAPTURE, network -> new CaptureListener(network, CAPTURE, captures::put));
  }

  private void report(Workload workload, StatsUpdateConfiguration reports) {
    RunStorage storage = storage(workload);
    listen(workload, Phase.WEIGHTS, network -> new ParameterListener(network, WEIGHTS, storage));
    workload.with(
        Phase.STATS,
        graph ->
            graph.addListeners(
                new StatsListener(storage.reports(), null, reports, workload.name(), "training")));
  }

  private static void listen(
      Workload workload, Phase phase, Function<Dl4jNetwork, StepListener> listener) {
    workload.with(
        phase,
        graph -> {
          Dl4jNetwork network = Dl4jNetwork.of(graph);
          NetworkListener.attach(network, listener.apply(network));
        });
  }

  private RunStorage storage(Workload workload) {
    String name = workload.name();
    RunStorage storage = RunStorage.open(folder.resolve(name + ".db"), name);
    open.add(storage);
    return storage;
  }

  private static BatchSettings settings(boolean augment) {
    return new BatchSettings(IMAGE, BATCH, augment, 42, 1);
  }

  private int[] indices(int count) {
    return IntStream.range(0, count).map(i -> i % images.size()).toArray();
  }

  /**
   * Measures.
   *
   * @param warmUp steps of each way to train that are not counted
   */
  public Result run(int warmUp, int rounds, int stepsPerRound) {
    int theirSteps = Math.max(1, stepsPerRound / STEPS_FOR_ONE_OF_THEIRS);
    workloads.forEach(workload -> round(workload, warmUp));
    imagesValidatedPerSecond();
    stock.ifPresent(jvm -> jvm.step(theirSteps));
    Map<String, Map<Phase, List<Double>>> all = new LinkedHashMap<>();
    List<Double> validated = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      for (Workload workload : workloads) {
        Map<Phase, List<Double>> phases =
            all.computeIfAbsent(workload.name(), name -> new EnumMap<>(Phase.class));
        round(workload, stepsPerRound)
            .forEach(
                (phase, time) -> phases.computeIfAbsent(phase, p -> new ArrayList<>()).add(time));
      }
      validated.add(imagesValidatedPerSecond());
      stock.ifPresent(jvm -> theirs.add(jvm.step(theirSteps)));
    }
    Map<String, Map<Phase, Measurement>> figures = new LinkedHashMap<>();
    all.forEach((name, phases) -> figures.put(name, figures(phases)));
    return new Result(figures, Measurement.of(validated), stock.map(jvm -> Measurement.of(theirs)));
  }

  /** The median of each phase; of storage, which works in bursts, the mean. */
  private static Map<Phase, Double> round(Workload workload, int steps) {
    List<Map<Phase, Double>> times = new ArrayList<>();
    double storing = storageMillis();
    for (int i = 0; i < steps; i++) {
      times.add(workload.step());
    }
    Map<Phase, Double> medians = new EnumMap<>(Phase.class);
    for (Phase phase : times.get(0).keySet()) {
      medians.put(phase, Measurement.median(times.stream().map(step -> step.get(phase))));
    }
    if (workload.stores()) {
      medians.put(Phase.STORAGE, (storageMillis() - storing) / steps);
    }
    return medians;
  }

  /** What the threads that write to storage have computed so far. */
  private static double storageMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(thread -> thread != null && thread.getThreadName().equals(RunStorage.THREAD))
            .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
            .sum()
        / 1e6;
  }

  private static Map<Phase, Measurement> figures(Map<Phase, List<Double>> rounds) {
    Map<Phase, Measurement> figures = new EnumMap<>(Phase.class);
    rounds.forEach((phase, medians) -> figures.put(phase, Measurement.of(medians)));
    return figures;
  }

  private double imagesValidatedPerSecond() {
    long start = System.nanoTime();
    Validation.of(evaluated.evaluation(), validation.epoch(0), () -> {});
    return VALIDATED / ((System.nanoTime() - start) / 1e9);
  }

  /** Ends the threads and removes the files that were written. */
  @Override
  public void close() {
    try {
      for (AutoCloseable resource : open) {
        resource.close();
      }
      FileTree.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
