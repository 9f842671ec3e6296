package org.visualizingweights.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes what a network makes of many batches outside of training, as the network's own {@code
 * output} does but for rounding, and faster: what follows a convolution is computed with it ({@link
 * FusedVertices}). Where nothing can be fused, the network's own {@code output} is used.
 *
 * <p>Not thread-safe.
 */
public final class Evaluator {

  private static final String WORKSPACE = "EVALUATION";
  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder().build();

  private final ComputationGraph network;
  private final GraphVertex result;
  private final List<FusedVertices> fused;

  /** Each computes the values of vertices from those before them; all by the vertices' indices. */
  private final List<Consumer<INDArray[]>> steps = new ArrayList<>();

  private final LayerWorkspaceMgr workspaces =
      LayerWorkspaceMgr.builder()
          .with(ArrayType.INPUT, WORKSPACE, CONFIGURATION)
          .with(ArrayType.ACTIVATIONS, WORKSPACE, CONFIGURATION)
          .with(ArrayType.FF_WORKING_MEM, WORKSPACE, CONFIGURATION)
          .build();

  /**
   * @param network with one input
   * @param vertex whose values are wanted
   */
  public Evaluator(ComputationGraph network, String vertex) {
    this.network = network;
    this.result = network.getVertex(vertex);
    this.fused = FusedVertices.of(network, result);
    for (int index : network.topologicalSortOrder()) {
      step(network.getVertices()[index]).ifPresent(steps::add);
      if (index == result.getVertexIndex()) {
        break;
      }
    }
  }

  private Optional<Consumer<INDArray[]>> step(GraphVertex vertex) {
    if (vertex.isInputVertex()) {
      return Optional.empty();
    }
    Optional<FusedVertices> group =
        fused.stream().filter(vertices -> vertices.contains(vertex)).findAny();
    return group.isEmpty()
        ? Optional.of(values -> forward(vertex, values))
        : group.filter(vertices -> vertices.last() == vertex).map(vertices -> vertices::run);
  }

  private void forward(GraphVertex vertex, INDArray[] values) {
    for (int i = 0; i < vertex.getNumInputArrays(); i++) {
      vertex.setInput(i, values[vertex.getInputVertices()[i].getVertexIndex()], workspaces);
    }
    values[vertex.getVertexIndex()] = vertex.doForward(false, workspaces);
    vertex.clear();
  }

  /**
   * The network with the parameters that it has now, to be used before they change: from images to
   * the values of the vertex.
   */
  public UnaryOperator<INDArray> now() {
    fused.forEach(FusedVertices::refresh);
    return fused.isEmpty() ? this::unfused : this::output;
  }

  private INDArray unfused(INDArray images) {
    return network.output(List.of(result.getVertexName()), false, new INDArray[] {images}, null)[0];
  }

  private INDArray output(INDArray images) {
    INDArray[] values = new INDArray[network.getVertices().length];
    String input = network.getConfiguration().getNetworkInputs().get(0);
    values[network.getVertex(input).getVertexIndex()] = images;
    INDArray output;
    try (MemoryWorkspace workspace = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      steps.forEach(step -> step.accept(values));
      output = copy(values[result.getVertexIndex()]);
    }
    // What overflows does so elsewhere if it is computed in another order.
    boolean finite = Double.isFinite(output.sumNumber().doubleValue());
    return finite ? output : unfused(images);
  }

  private static INDArray copy(INDArray array) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return array.dup();
    }
  }
}
