package org.visualizingweights.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps a convolution's weights tap by tap, {@code [row][column][in][out]}, and shows them as
 * Deeplearning4j's {@code [out, in, rows, columns]}.
 *
 * <p>So the weights of each tap are a matrix that can be multiplied where it is, and taps that are
 * dead do not lie between those that live. New weights get the values that Deeplearning4j's own
 * layer would give them.
 */
final class TapByTap extends ConvolutionParamInitializer {

  static final TapByTap INSTANCE = new TapByTap();

  private TapByTap() {}

  @Override
  protected INDArray createWeightMatrix(
      NeuralNetConfiguration conf, INDArray weights, boolean initialize) {
    INDArray view = view(conf, weights);
    if (initialize) {
      INDArray rowByRow = Nd4j.createUninitialized(weights.dataType(), weights.length());
      view.assign(super.createWeightMatrix(conf, rowByRow, true));
    }
    return view;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return Map.of(WEIGHT_KEY, view(conf, gradients));
  }

  private static INDArray view(NeuralNetConfiguration conf, INDArray flat) {
    ConvolutionLayer layer = (ConvolutionLayer) conf.getLayer();
    int[] kernel = layer.getKernelSize();
    return flat.reshape('c', kernel[0], kernel[1], layer.getNIn(), layer.getNOut())
        .permute(3, 2, 0, 1);
  }
}
