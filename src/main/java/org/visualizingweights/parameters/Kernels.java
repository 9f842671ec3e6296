package org.visualizingweights.parameters;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.host.Memory;

/**
 * The kernels of a convolution.
 *
 * @param iteration the step whose forward pass used them, of the whole run, from 0
 * @param values [count, channels, height, width]
 */
public record Kernels(
    int iteration, int count, int channels, int height, int width, float[] values) {

  public Kernels {
    if ((double) count * channels * height * width != values.length) {
      throw new IllegalArgumentException("its kernels have another shape");
    }
  }

  static boolean existIn(ComputationGraph network, String vertex) {
    INDArray weights = network.paramTable().get(name(vertex));
    return weights != null && weights.rank() == 4;
  }

  /** A copy of the kernels that a vertex has now. */
  static Kernels of(ComputationGraph network, String vertex) {
    INDArray weights = network.getParam(name(vertex));
    int[] shape = Arrays.stream(weights.shape()).mapToInt(Math::toIntExact).toArray();
    return new Kernels(
        network.getIterationCount(), shape[0], shape[1], shape[2], shape[3], Memory.copy(weights));
  }

  private static String name(String vertex) {
    return vertex + "_" + ConvolutionParamInitializer.WEIGHT_KEY;
  }

  boolean hasValuesOf(Kernels other) {
    return Arrays.equals(values, other.values);
  }
}
