package org.visualizingweights.layers;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds its two inputs. The gradient at both is the one at the output, the same array: our layers
 * never write to a gradient that they are given, and Deeplearning4j adds others to it only when
 * both have used it.
 */
final class AddVertex extends BaseGraphVertex {

  private static final long serialVersionUID = 1L;

  private final transient ShapeCache<Kernel> plans =
      new ShapeCache<>(
          shape -> Kernel.elementwise(algorithm.binary_add, ArrayUtil.prodLong(shape)));
  private final transient Output activations = new Output(ArrayType.ACTIVATIONS);
  private final transient DenseInput first = new DenseInput();
  private final transient DenseInput second = new DenseInput();

  AddVertex(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!inputs[0].equalShapes(inputs[1])) {
      throw new IllegalArgumentException(
          vertexName
              + " cannot add inputs of shapes "
              + Arrays.toString(inputs[0].shape())
              + " and "
              + Arrays.toString(inputs[1].shape()));
    }
    long[] shape = inputs[0].shape();
    DenseArray result = activations.array(training, workspaces, shape);
    plans
        .forShape(shape)
        .run(
            DenseArray.pointer(first.of(inputs[0])),
            DenseArray.pointer(second.of(inputs[1])),
            result.pointer());
    return result;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    return new Pair<>(null, new INDArray[] {epsilon, epsilon});
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException("A sum has no parameters");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batch) {
    return new Pair<>(null, state);
  }

  @Override
  public String toString() {
    return "AddVertex(" + vertexName + ")";
  }
}
