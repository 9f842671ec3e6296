package org.visualizingweights.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.visualizingweights.bench.Benchmark;
import org.visualizingweights.bench.Figure;
import org.visualizingweights.bench.Workload.Part;
import org.visualizingweights.data.ConsoleProgress;
import org.visualizingweights.data.DataSets;
import org.visualizingweights.data.ImageSet;
import org.visualizingweights.experiment.Compute;
import org.visualizingweights.experiment.ConfigFolder;
import org.visualizingweights.experiment.Settings;
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
      description = "Measure Deeplearning4j's own layers as well; they are slow.")
  private boolean stock;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
  private Path json;

  @Override
  public Integer call() {
    Settings settings =
        Settings.read(ConfigFolder.find(System.getProperties()), System.getProperties());
    ConsoleProgress console = new ConsoleProgress(System.out, System.console() != null);
    ImageSet images =
        new DataSets(settings.data(), console).open("synthetic-digits", Optional.empty(), 32, 42);
    Machine machine = Machine.current(Runtime.getRuntime().availableProcessors());
    System.out.printf(
        "%s, %d threads; %d rounds of %d steps%n%n",
        machine.cpu(), machine.threads(), rounds, steps);
    try (Benchmark benchmark = new Benchmark(images, Compute.choose(console).kit(), stock)) {
      Benchmark.Result result = benchmark.run(warmUp, rounds, steps, () -> {});
      print(result);
      Optional.ofNullable(json).ifPresent(file -> write(file, machine, result));
    }
    return 0;
  }

  private static void print(Benchmark.Result result) {
    System.out.printf(
        "%-28s %7s %15s %7s %7s %8s %7s %8s %9s%n",
        "ms a step, median",
        "step",
        "least to most",
        "data",
        "forward",
        "backward",
        "update",
        "capture",
        "images/s");
    result.parts().forEach(BenchCommand::print);
    System.out.printf(Locale.ROOT, "%nvalidation: %.0f images/s%n", result.validation().median());
  }

  private static void print(String name, Map<Part, Figure> parts) {
    Figure step = parts.get(Part.STEP);
    System.out.printf(
        Locale.ROOT,
        "%-28s %7.1f %15s %7.2f %7.1f %8.1f %7.1f %8.2f %9.0f%n",
        name,
        step.median(),
        String.format(Locale.ROOT, "%.1f to %.1f", step.min(), step.max()),
        parts.get(Part.DATA).median(),
        parts.get(Part.FORWARD).median(),
        parts.get(Part.BACKWARD).median(),
        parts.get(Part.UPDATE).median(),
        parts.get(Part.CAPTURE).median(),
        64 * 1000 / step.median());
  }

  private static void write(Path file, Machine machine, Benchmark.Result result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("versions", Versions.current(Path.of("")));
    all.put("milliseconds", result.parts());
    all.put("validationImagesPerSecond", result.validation());
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), all);
  }
}
