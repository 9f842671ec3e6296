package org.visualizingweights.layers;

import java.util.function.Function;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs one layer's operations: prepares them for each shape of input that comes, brings arrays into
 * the layout they want, gives them memory for their results, and remembers from the forward pass
 * what the backward pass needs.
 */
final class OperationRunner {

  private final ShapeCache<Operation> plans;
  private final Output activations = new Output(ArrayType.ACTIVATIONS);
  private final Output gradients = new Output(ArrayType.ACTIVATION_GRAD);
  private final DenseInput inputs = new DenseInput();
  private final DenseInput outputGradients = new DenseInput();

  /** Of the last forward pass. */
  private Operation operation;

  private INDArray input;

  /**
   * @param prepare makes an operation for inputs of the given shape
   */
  OperationRunner(Function<long[], Operation> prepare) {
    this.plans = new ShapeCache<>(prepare);
  }

  INDArray forward(INDArray array, boolean training, LayerWorkspaceMgr workspaces) {
    operation = plans.forShape(array.shape());
    input = inputs.of(array);
    DenseArray result = activations.array(training, workspaces, operation.outputShape());
    operation.forward(training, DenseArray.pointer(input), result.pointer());
    return result;
  }

  /**
   * The gradient at the input of the last forward pass; null, for Deeplearning4j, if not wanted.
   */
  INDArray backward(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    if (operation == null) {
      throw new IllegalStateException("A backward pass needs a forward pass before it");
    }
    INDArray gradient = outputGradients.of(outputGradient);
    if (!operation.hasInputGradient()) {
      operation.backward(DenseArray.pointer(input), DenseArray.pointer(gradient), null);
      return null;
    }
    DenseArray result = gradients.array(true, workspaces, input.shape());
    operation.backward(DenseArray.pointer(input), DenseArray.pointer(gradient), result.pointer());
    return result;
  }
}
