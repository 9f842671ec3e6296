package org.visualizingweights.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.visualizingweights.Count;
import org.visualizingweights.experiment.Settings.Layers;
import org.visualizingweights.files.Console;
import org.visualizingweights.host.Threads;
import org.visualizingweights.layers.LayerKit;
import org.visualizingweights.layers.OneDnnKit;
import org.visualizingweights.layers.StockKit;

/**
 * What computes a run: ND4J's backend, its device, and the layers that are fastest there.
 *
 * @param kit layers for the network
 * @param description backend and device, in words
 */
public record Compute(LayerKit kit, String description) {
  /** Under which the launcher says, in a sentence, why CUDA was asked for but is not used. */
  private static final String WHY_NOT_CUDA = "backend.why-not-cuda";

  private static final String SLOW = "Training is several times slower than it could be: ";
  private static final String ASKED_FOR =
      "Deeplearning4j's own layers were asked for (layers: stock)";

  /**
   * Chooses for this machine; says what it chose, and what is slower than it could be.
   *
   * @param layers that are wanted
   */
  public static Compute choose(Layers layers, Console console) {
    return announced(() -> onCpu(obstacle(layers), console), console);
  }

  /** The same for a network that has the layers that it has: Deeplearning4j's own. */
  static Compute ofGiven(Console console) {
    return announced(() -> onCpuAsGiven(StockKit.helpersObstacle(), console), console);
  }

  private static Compute announced(Supplier<Compute> onCpu, Console console) {
    Optional.ofNullable(System.getProperty(WHY_NOT_CUDA)).ifPresent(console::say);
    Compute compute = Nd4j.getEnvironment().isCPU() ? onCpu.get() : onDevice(Nd4j.getBackend());
    console.say("backend   " + compute.description);
    return compute;
  }

  private static Compute onCpuAsGiven(Optional<String> obstacle, Console console) {
    obstacle.ifPresent(why -> console.say(SLOW + why));
    String layers = "Deeplearning4j's own layers" + (obstacle.isEmpty() ? " with oneDNN" : "");
    return new Compute(new StockKit(), onCpu() + layers);
  }

  private static String onCpu() {
    return "ND4J on the CPU, %s, ".formatted(Count.of(Threads.count(), "thread"));
  }

  private static Optional<String> obstacle(Layers layers) {
    return layers == Layers.STOCK ? Optional.of(ASKED_FOR) : OneDnnKit.obstacle();
  }

  /**
   * @param obstacle why oneDNN cannot be, or is not to be called directly; empty if it can
   */
  static Compute onCpu(Optional<String> obstacle, Console console) {
    if (obstacle.isEmpty()) {
      return new Compute(new OneDnnKit(), onCpu() + "oneDNN");
    }
    String helpers =
        StockKit.helpersObstacle()
            .map(why -> "; Deeplearning4j's own layers do without oneDNN, too: " + why)
            .orElse("");
    console.say(SLOW + obstacle.get() + helpers);
    return new Compute(new StockKit(), onCpu() + "Deeplearning4j's own layers");
  }

  /** ND4J's arrays are on a GPU, where only Deeplearning4j's own layers work. */
  private static Compute onDevice(Nd4jBackend backend) {
    Properties information = Nd4j.getExecutioner().getEnvironmentInformation();
    Object devices = information.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    String names =
        devices instanceof List<?> list
            ? list.stream().map(Compute::deviceName).collect(Collectors.joining(", "))
            : "unknown device";
    return new Compute(
        new StockKit(), "ND4J's " + backend.getClass().getSimpleName() + ", " + names);
  }

  private static String deviceName(Object device) {
    return device instanceof Map<?, ?> map
        ? String.valueOf(map.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY))
        : device.toString();
  }
}
