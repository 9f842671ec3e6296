package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.layers.StockKit;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Safetensors.Entry;

/** Writes a network for programs that know nothing of this one. Files are there whole or not. */
public final class Export {
  private static final String MEAN = ".running_mean";

  private Export() {}

  /**
   * Writes safetensors under torchvision's names: parameters, running statistics and the numbers of
   * batches that these come from. torchvision's {@code resnet18(num_classes=…).load_state_dict(…,
   * strict=True)} takes those of a network with the linear head.
   *
   * @param stateDict the network's, from {@link StateDict#of} or a checkpoint
   * @param steps that it was trained for: every batch norm has seen every one
   * @param floats {@link ElementType#F32}, or {@link ElementType#F16} for half the size and three
   *     digits
   * @throws UserError if the file cannot be written
   */
  public static void safetensors(
      Map<String, Tensor> stateDict, int steps, ElementType floats, Path file) {
    List<Entry> entries = entries(stateDict, steps, floats);
    write(file, out -> Safetensors.write(out, entries, Map.of()));
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

  private static void write(Path file, WholeFile.Content content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw UserError.unavailable(
          "cannot write %s (%s); choose another place for it".formatted(file, e), e);
    }
  }

  private static List<Entry> entries(Map<String, Tensor> stateDict, int steps, ElementType floats) {
    Tensor batches = new Tensor(new long[0], new float[] {steps});
    List<Entry> entries = new ArrayList<>();
    stateDict.forEach(
        (name, tensor) -> {
          entries.add(new Entry(name, floats, tensor));
          if (name.endsWith(MEAN)) {
            String counter = name.substring(0, name.length() - MEAN.length());
            entries.add(new Entry(counter + ".num_batches_tracked", ElementType.I64, batches));
          }
        });
    return entries;
  }
}
