package org.visualizingweights.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.visualizingweights.UserError;
import org.visualizingweights.WholeFile;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.weights.Safetensors.Entry;

/**
 * Writes a network's state dict as safetensors under torchvision's names: torchvision's {@code
 * resnet18(num_classes=…).load_state_dict(…, strict=True)} takes that of a network with the linear
 * head.
 */
public final class Export {
  private static final String MEAN = ".running_mean";

  private Export() {}

  /**
   * Writes parameters, running statistics and the numbers of batches that these come from. The file
   * is there whole or not at all.
   *
   * @param stateDict the network's, from {@link StateDict#of} or a checkpoint
   * @param steps that it was trained for: every batch norm has seen every one
   * @param floats {@link ElementType#F32}, or {@link ElementType#F16} for half the size and three
   *     digits
   * @throws UserError if the file cannot be written
   */
  public static void write(
      Map<String, Tensor> stateDict, int steps, ElementType floats, Path file) {
    List<Entry> entries = entries(stateDict, steps, floats);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, out -> Safetensors.write(out, entries, Map.of()));
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
