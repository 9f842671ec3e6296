package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.visualizingweights.Count;
import org.visualizingweights.bench.Benchmark;
import org.visualizingweights.bench.Measurement;
import org.visualizingweights.bench.Workload.Phase;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.dl4j.StatsReports;
import org.visualizingweights.execution.Compute;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
import org.visualizingweights.files.StreamConsole;
import org.visualizingweights.host.Terminal;
import org.visualizingweights.host.Threads;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Measures what a training step costs on this machine. */
@Command(
    name = "bench",
    description = {
      "Measure what a training step costs on this machine.",
      "",
      "The default experiment's step, on digits that are drawn for it, in several ways that take"
          + " turns: medians over rounds, with the smallest and the largest."
    })
final class BenchCommand implements Callable<Integer> {

  /** As in config/defaults.yaml. */
  private static final int WEIGHTS_EVERY = 100;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--steps",
      defaultValue = "20",
      description = "Steps of each way in a round (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--warm-up",
      defaultValue = "40",
      description = "Steps of each way that are not counted (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--stock",
      description =
          "Measure Deeplearning4j's own layers as well, as they come: in a JVM without our"
              + " settings. They are slow.")
  private boolean stock;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
  private Path json;

  @Override
  public Integer call() {
    Settings settings =
        Settings.read(ConfigFolder.find(System.getProperties()), System.getProperties());
    Threads.use(settings.threads().orElseGet(Threads::byDefault));
    StreamConsole console = new StreamConsole(System.out, Terminal.isThere());
    ImageSet images = new DataSets(settings.data(), console).open("synthetic-digits", 32, 42);
    Machine machine = Machine.current(Threads.count());
    System.out.printf(
        "%s, %s; %s of %s%n%n",
        machine.cpu(),
        Count.of(machine.threads(), "thread"),
        Count.of(rounds, "round"),
        Count.of(steps, "step"));
    try (Benchmark benchmark =
        new Benchmark(
            images,
            Compute.choose(settings.layers(), console).kit(),
            StatsReports.every(1),
            stock)) {
      Benchmark.Result result = benchmark.run(warmUp, rounds, steps);
      print(result);
      Optional.ofNullable(json).ifPresent(file -> write(file, machine, result));
    }
    return 0;
  }

  private static void print(Benchmark.Result result) {
    System.out.printf(
        Locale.ROOT,
        "%n%-22s %6s %15s %6s %8s %9s %7s %8s %8s %9s%n",
        "ms a step, median",
        "step",
        "least to most",
        "data",
        "forward",
        "backward",
        "update",
        "capture",
        "storage",
        "images/s");
    result.phases().forEach(BenchCommand::print);
    Map<Phase, Measurement> step = result.phases().get(Benchmark.UNTRAINED);
    Map<Phase, Measurement> reported = result.phases().get(Benchmark.REPORTED);
    double millis = step.get(Phase.STEP).median();
    System.out.println();
    printNowAndThen("StatsListener", reported.get(Phase.STATS), StatsReports.EVERY, millis);
    printNowAndThen("weights", reported.get(Phase.WEIGHTS), WEIGHTS_EVERY, millis);
    Measurement validation = result.validation();
    System.out.printf(
        Locale.ROOT,
        "%-14s %.0f images/s (%.0f to %.0f), %.1f times those of training%n",
        "validation",
        validation.median(),
        validation.min(),
        validation.max(),
        validation.median() / imagesPerSecond(step.get(Phase.STEP)));
    result
        .stock()
        .ifPresent(
            theirs ->
                System.out.printf(
                    Locale.ROOT,
                    "%-14s %.0f ms a step (%.0f to %.0f) with its own layers, as they come:"
                        + " %.1f times ours%n",
                    "Deeplearning4j",
                    theirs.median(),
                    theirs.min(),
                    theirs.max(),
                    theirs.median() / millis));
  }

  private static void print(String name, Map<Phase, Measurement> phases) {
    if (name.equals(Benchmark.REPORTED)) {
      return;
    }
    Measurement step = phases.get(Phase.STEP);
    System.out.printf(
        Locale.ROOT,
        "%-22s %6.1f %15s %6.2f %8.1f %9.1f %7.1f %8s %8s %9.0f%n",
        name,
        step.median(),
        String.format(Locale.ROOT, "%.1f to %.1f", step.min(), step.max()),
        phases.get(Phase.DATA).median(),
        phases.get(Phase.FORWARD).median(),
        phases.get(Phase.BACKWARD).median(),
        phases.get(Phase.UPDATE).median(),
        ifAny(phases, Phase.CAPTURE),
        ifAny(phases, Phase.STORAGE),
        imagesPerSecond(step));
  }

  private static String ifAny(Map<Phase, Measurement> phases, Phase phase) {
    return phases.containsKey(phase)
        ? String.format(Locale.ROOT, "%.2f", phases.get(phase).median())
        : "";
  }

  /** What is done at some steps only, as a share of all. */
  private static void printNowAndThen(String name, Measurement time, int every, double step) {
    System.out.printf(
        Locale.ROOT,
        "%-14s %.1f ms at every %dth step: %.2f %% of all%n",
        name,
        time.median(),
        every,
        100 * time.median() / every / step);
  }

  private static double imagesPerSecond(Measurement step) {
    return Benchmark.BATCH * 1000 / step.median();
  }

  private void write(Path file, Machine machine, Benchmark.Result result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("versions", Versions.current(Path.of("")));
    all.put("rounds", rounds);
    all.put("stepsPerRound", steps);
    all.put("milliseconds", result.phases());
    all.put("validationImagesPerSecond", result.validation());
    result.stock().ifPresent(theirs -> all.put("deeplearning4jAsItComesMilliseconds", theirs));
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), all);
  }
}
