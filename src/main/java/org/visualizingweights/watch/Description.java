package org.visualizingweights.watch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Trainable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.visualizingweights.Count;
import org.visualizingweights.activations.CaptureSettings;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.FrozenWeights;
import org.visualizingweights.host.Threads;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.run.ExperimentSummary;
import org.visualizingweights.run.Machine;
import org.visualizingweights.run.Manifest;
import org.visualizingweights.run.Progress;
import org.visualizingweights.run.Versions;

/** The manifest of a run that is watched, as it begins. */
final class Description {
  static final String EVERY = "capture.every";

  private final Dl4jNetwork network;
  private final Plan plan;

  Description(Dl4jNetwork network, Plan plan) {
    this.network = network;
    this.plan = plan;
  }

  Manifest manifest() {
    return Manifest.start(
            new ExperimentSummary(
                plan.name(),
                plan.note(),
                learningRates(),
                Map.of(),
                network.model().conf().getSeed()),
            settings(),
            Progress.UNPLANNED,
            "ND4J's " + Nd4j.getBackend().getClass().getSimpleName(),
            Versions.current(Path.of("")),
            Machine.current(Threads.count()),
            Instant.now())
        .watchedIn(program())
        .of(
            new Architecture(
                plan.name(),
                network.parts(),
                Optional.empty(),
                network.firstConvolution(),
                network.classes()));
  }

  private Map<String, String> settings() {
    CaptureSettings captured = plan.captured();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "network",
        "%s, %s, %s parameters of type %s"
            .formatted(
                network.model().getClass().getSimpleName(),
                Count.of(network.vertices().size(), "vertex", "vertices"),
                Count.of(network.model().numParams()),
                network.parameters().dataType()));
    settings.put("seed", String.valueOf(network.model().conf().getSeed()));
    settings.put("lr", learningRates());
    settings.put("optimizer", optimizers());
    settings.put("capture.vertices", String.valueOf(captured.vertices()));
    settings.put(EVERY, plan.every().isPresent() ? String.valueOf(captured.every()) : "auto");
    settings.put("capture.bins", String.valueOf(captured.bins()));
    settings.put("capture.range", String.valueOf(List.of(captured.low(), captured.high())));
    settings.put("capture.weights-every", String.valueOf(plan.weights().every()));
    return settings;
  }

  /** The rates before the first step, from the smallest; empty where no updater has any. */
  private String learningRates() {
    List<Double> rates =
        updaters()
            .map(updater -> updater.getLearningRate(network.iteration(), network.epoch()))
            .filter(rate -> rate > 0)
            .distinct()
            .sorted()
            .toList();
    return switch (rates.size()) {
      case 0 -> "";
      case 1 -> String.valueOf(rates.get(0));
      default -> rates.get(0) + " to " + rates.get(rates.size() - 1);
    };
  }

  private String optimizers() {
    return updaters()
        .map(updater -> updater.getClass().getSimpleName())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Those that update something. */
  private Stream<IUpdater> updaters() {
    return network.trainables().values().stream().flatMap(Description::updaters);
  }

  private static Stream<IUpdater> updaters(Trainable layer) {
    return layer.paramTable(true).keySet().stream()
        .filter(parameter -> !FrozenWeights.include(layer, parameter))
        .map(layer.getConfig()::getUpdaterByParam);
  }

  /** What was started, without where it lies. */
  private static String program() {
    String command = System.getProperty("sun.java.command", "a program of Java's").split(" ")[0];
    return command.substring(command.lastIndexOf('/') + 1);
  }
}
