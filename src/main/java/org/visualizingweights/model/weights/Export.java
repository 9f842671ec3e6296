package org.visualizingweights.model.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.UserError;
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
   * Writes a network's parameters, running statistics and numbers of batches that these come from.
   * The file is there whole or not at all.
   *
   * @param floats {@link ElementType#F32}, or {@link ElementType#F16} for half the size and three
   *     digits
   * @throws UserError if the file cannot be written
   */
  public static void write(ComputationGraph network, ElementType floats, Path file) {
    List<Entry> entries = entries(network, floats);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
          Safetensors.write(out, entries);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw UserError.unavailable(
          "cannot write %s (%s); choose another place for it".formatted(file, e), e);
    }
  }

  private static List<Entry> entries(ComputationGraph network, ElementType floats) {
    // Every batch norm of the network has seen every step.
    Tensor batches =
        new Tensor(new long[0], new float[] {network.getConfiguration().getIterationCount()});
    List<Entry> entries = new ArrayList<>();
    StateDict.of(network)
        .forEach(
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
