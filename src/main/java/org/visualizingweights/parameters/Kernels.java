package org.visualizingweights.parameters;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.dl4j.Dl4jNetwork;
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

  /**
   * A copy of the kernels that a vertex has now.
   *
   * @param iteration the step that goes on
   * @return empty where there is no such convolution
   */
  static Optional<Kernels> of(Dl4jNetwork network, String vertex, int iteration) {
    return Optional.ofNullable(network.trainables().get(vertex))
        .map(layer -> layer.paramTable(false).get(ConvolutionParamInitializer.WEIGHT_KEY))
        .filter(weights -> weights.rank() == 4)
        .map(weights -> of(weights, iteration));
  }

  private static Kernels of(INDArray weights, int iteration) {
    int[] shape = Arrays.stream(weights.shape()).mapToInt(Math::toIntExact).toArray();
    return new Kernels(iteration, shape[0], shape[1], shape[2], shape[3], Memory.copy(weights));
  }

  boolean hasValuesOf(Kernels other) {
    return Arrays.equals(values, other.values);
  }
}
