package org.visualizingweights.layers;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A Deeplearning4j layer without parameters that an {@link Operation} computes. */
final class PlainLayer extends AbstractLayer<Layer> {

  private static final long serialVersionUID = 1L;

  private final transient OperationRunner runner;

  /**
   * @param prepare makes the operation for inputs of the given shape, in this layer
   */
  PlainLayer(
      NeuralNetConfiguration conf,
      DataType dataType,
      Function<PlainLayer, Function<long[], Operation>> prepare) {
    super(conf, dataType);
    OneDnn.requireFloat(dataType);
    this.runner = new OperationRunner(prepare.apply(this));
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return runner.forward(input, training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    return new Pair<>(new DefaultGradient(), runner.backward(epsilon, workspaces));
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // There are no weights.
  }
}
