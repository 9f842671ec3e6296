package org.visualizingweights.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.host.Memory;

/** A Deeplearning4j layer with parameters that an {@link Operation} computes. */
final class ParameterLayer extends BaseLayer<FeedForwardLayer> {

  private static final long serialVersionUID = 1L;

  private final transient OperationRunner runner;
  private final transient Predicate<String> averaged;
  private final transient Map<String, FloatPointer> values = new HashMap<>();
  private final transient Map<String, FloatPointer> gradients = new HashMap<>();
  private transient boolean gradientsStay;
  private transient Operation lastWriter;

  /**
   * @param prepare makes the operation for inputs of the given shape, on the layer's parameters
   * @param averaged whether the gradient of a parameter is a sum over the batch, to be divided by
   *     its size; what is not is a difference to subtract as it is
   */
  ParameterLayer(
      NeuralNetConfiguration conf,
      DataType dataType,
      BiFunction<ParameterLayer, long[], Operation> prepare,
      Predicate<String> averaged) {
    super(conf, dataType);
    OneDnn.requireFloat(dataType);
    this.runner = new OperationRunner(shape -> prepare.apply(this, shape));
    this.averaged = averaged;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return runner.forward(input, training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient = runner.backward(epsilon, workspaces);
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach((key, view) -> gradient.setGradientFor(key, view, 'c'));
    return new Pair<>(gradient, inputGradient);
  }

  /** A parameter, where Deeplearning4j keeps it. */
  FloatPointer value(String key) {
    return values.computeIfAbsent(key, k -> Memory.pointer(params.get(k)));
  }

  /** The loss's gradient at a parameter, where Deeplearning4j keeps it. */
  FloatPointer gradient(String key) {
    return gradients.computeIfAbsent(key, k -> Memory.pointer(gradientViews.get(k)));
  }

  /**
   * Whether nobody has written to the gradients since this operation did so last; it is about to do
   * so again. Deeplearning4j's own updaters turn gradients into updates where they are.
   */
  boolean gradientsAreAsLeftBy(Operation writer) {
    boolean same = gradientsStay && lastWriter == writer;
    lastWriter = writer;
    return same;
  }

  /** Says that whoever updates the parameters leaves the gradients as they are. */
  void gradientsStay() {
    gradientsStay = true;
  }

  void gradientsOverwritten() {
    lastWriter = null;
  }

  @Override
  public void setParamTable(Map<String, INDArray> paramTable) {
    super.setParamTable(paramTable);
    values.clear();
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradientsView) {
    super.setBackpropGradientsViewArray(gradientsView);
    gradients.clear();
    lastWriter = null;
  }

  /** Parameters arrive in the order in which they are stored. */
  @Override
  public void setParams(INDArray newParams) {
    if (newParams != paramsFlattened) {
      paramsFlattened.assign(newParams.reshape(paramsFlattened.shape()));
    }
  }

  @Override
  public boolean updaterDivideByMinibatch(String key) {
    return averaged.test(key);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
