package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.visualizingweights.FileInTheWay;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Safetensors.TypedTensor;

/** Writes networks for programs that know nothing of this one. Files are there whole or not. */
public final class Export {
  private static final String MEAN = ".running_mean";
  private static final String COUNTER = ".num_batches_tracked";

  private Export() {}

  /**
   * The state dict with the numbers of batches that its batch norms have seen, which PyTorch keeps
   * beside their statistics.
   *
   * @param stateDict a network's, from {@link StateDict#of} or a checkpoint
   * @param steps that it was trained for: every batch norm has seen every one
   */
  public static Map<String, Tensor> withCounters(Map<String, Tensor> stateDict, int steps) {
    Tensor batches = new Tensor(new long[0], new float[] {steps});
    Map<String, Tensor> counted = new LinkedHashMap<>();
    stateDict.forEach(
        (name, tensor) -> {
          counted.put(name, tensor);
          if (name.endsWith(MEAN)) {
            counted.put(name.substring(0, name.length() - MEAN.length()) + COUNTER, batches);
          }
        });
    return counted;
  }

  /**
   * Writes safetensors under torchvision's names. torchvision's {@code
   * resnet18(num_classes=…).load_state_dict(…, strict=True)} takes those of a ResNet-18 with the
   * linear head, where they have {@linkplain #withCounters counters}.
   *
   * @param half whether kernels (all tensors of two axes or more) are written in 16 bits, and so
   *     rounded to three digits; biases and batch norms stay in single precision, as their
   *     statistics may need its range
   * @param metadata texts about them by their names
   * @throws UserError if the file cannot be written
   */
  public static void safetensors(
      Map<String, Tensor> stateDict, boolean half, Map<String, String> metadata, Path file) {
    List<TypedTensor> entries =
        stateDict.entrySet().stream()
            .map(
                e ->
                    new TypedTensor(e.getKey(), type(e.getKey(), e.getValue(), half), e.getValue()))
            .toList();
    write(file, out -> Safetensors.write(out, entries, metadata));
  }

  private static ElementType type(String name, Tensor tensor, boolean half) {
    if (name.endsWith(COUNTER)) {
      return ElementType.I64;
    }
    return half && tensor.shape().length >= 2 ? ElementType.F16 : ElementType.F32;
  }

  /**
   * Writes a model for Deeplearning4j's {@code ComputationGraph.load}, of its own layers and with
   * its own loss, which is to be trained further, if it is, with an updater of the reader's choice.
   *
   * @param stateDict the network's, from {@link StateDict#of} or a checkpoint
   * @throws UserError if the file cannot be written
   */
  public static void deeplearning4j(Map<String, Tensor> stateDict, int imageSize, Path file) {
    ComputationGraph network =
        StateDict.networkOf(stateDict, new StockKit())
            .imageSize(imageSize)
            .stockLoss()
            .build()
            .init();
    StateDict.load(network, stateDict);
    write(file, out -> ModelSerializer.writeModel(network, out, false));
  }

  /**
   * Writes a network that is not ours as Deeplearning4j itself does, with what its updaters
   * remember.
   *
   * @throws UserError if the file cannot be written
   */
  public static void deeplearning4j(ComputationGraph network, Path file) {
    write(file, out -> ModelSerializer.writeModel(network, out, true));
  }

  private static void write(Path file, WholeFile.Writer content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw UserError.unavailable(
          FileInTheWay.of(file.toAbsolutePath().getParent())
              .map(why -> "cannot write %s; %s".formatted(file, why))
              .orElseGet(
                  () -> "cannot write %s (%s); choose another place for it".formatted(file, e)),
          e);
    }
  }
}
