package org.visualizingweights.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Weights and inputs from a formula, so that another program can have the same without a file.
 *
 * <p>Element i of a tensor is splitmix64's finaliser of {@code crc32(name) * 2^32 + i + golden
 * ratio}, as a number u in [0, 1), scaled by what the tensor is. The reference numbers beside this
 * class in {@code resnet*.json} were computed from the same formula by torchvision 0.14.1 on
 * PyTorch 1.13, in Debian's packages; those in {@code *-float64.json} with the arithmetic, but not
 * the weights, in double precision.
 */
public final class FormulaWeights {
  private FormulaWeights() {}

  /** Fills all parameters and running statistics of a network. */
  public static void fill(ComputationGraph network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    StateDict.of(network)
        .forEach(
            (name, tensor) -> tensors.put(name, tensor(referenceName(name), tensor.shape(), name)));
    StateDict.load(network, tensors);
  }

  /** {@code [batch, 3, size, size]}, in C order, uniform in [-2, 2). */
  public static float[] input(int batch, int size) {
    return values("input", batch * 3 * size * size, u -> 2 * (2 * u - 1));
  }

  /**
   * The reference leaves out the two dropouts, which shifts the names of the modules after them.
   */
  static String referenceName(String name) {
    return name.replace("fc.2.", "fc.1.").replace("fc.4.", "fc.3.").replace("fc.6.", "fc.4.");
  }

  private static Tensor tensor(String name, long[] shape, String ownName) {
    String kind = name.substring(name.lastIndexOf('.') + 1);
    int length = 1;
    for (long axis : shape) {
      length *= (int) axis;
    }
    if (shape.length == 4) {
      double bound = Math.sqrt(3) * Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3]));
      return new Tensor(shape, values(name, length, u -> bound * (2 * u - 1)));
    }
    if (shape.length == 2) {
      return new Tensor(shape, values(name, length, u -> (2 * u - 1) / Math.sqrt(shape[1])));
    }
    Map<String, Integer> fanIn = Map.of("fc", 512, "fc.2", 1024, "fc.6", 512);
    String module = ownName.substring(0, ownName.lastIndexOf('.'));
    if (fanIn.containsKey(module)) {
      return new Tensor(
          shape, values(name, length, u -> (2 * u - 1) / Math.sqrt(fanIn.get(module))));
    }
    return new Tensor(
        shape,
        values(
            name,
            length,
            switch (kind) {
              case "weight", "running_var" -> u -> 0.5 + u;
              case "bias" -> u -> 0.2 * (2 * u - 1);
              case "running_mean" -> u -> 0.1 * (2 * u - 1);
              default -> throw new IllegalArgumentException(name);
            }));
  }

  private static float[] values(String name, int length, DoubleUnaryOperator scale) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      long z = (crc.getValue() << 32) + i + 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      values[i] = (float) scale.applyAsDouble((z >>> 11) * 0x1p-53);
    }
    return values;
  }
}
