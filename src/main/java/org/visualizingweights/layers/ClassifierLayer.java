package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's output layer with its matrix products by oneDNN. */
final class ClassifierLayer extends OutputLayer implements Parameters {

  private static final long serialVersionUID = 1L;

  private final transient Workbench workbench;

  ClassifierLayer(NeuralNetConfiguration conf, DataType dataType, long classes) {
    super(conf, dataType);
    this.workbench = new Workbench(shape -> new DenseOperation(shape, classes, this));
  }

  @Override
  protected Pair<INDArray, INDArray> preOutputWithPreNorm(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    assertInputSet(forBackprop);
    INDArray result = workbench.forward(input, training, workspaces);
    return new Pair<>(result, result);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray logits = preOutput2d(true, workspaces);
    INDArray logitGradient =
        layerConf()
            .getLossFn()
            .computeGradient(labels, logits, layerConf().getActivationFn(), maskArray);
    INDArray inputGradient = workbench.backward(logitGradient, workspaces);
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach((key, view) -> gradient.setGradientFor(key, view));
    return new Pair<>(gradient, inputGradient);
  }

  @Override
  public FloatPointer value(String key) {
    return Memory.of(params.get(key));
  }

  @Override
  public FloatPointer gradient(String key) {
    return Memory.of(gradientViews.get(key));
  }
}
