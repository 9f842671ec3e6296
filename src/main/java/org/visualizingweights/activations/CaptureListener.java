package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Captures what the vertices of a graph did at each training step, from the very arrays of that
 * step.
 *
 * <p>A {@link ComputationGraph} calls {@link #onForwardPass} in its training steps only: neither
 * {@code output}, {@code score} nor {@code evaluate} do. The arrays live in a workspace; they are
 * reduced before the call returns.
 */
public final class CaptureListener extends BaseTrainingListener {
  private final CaptureSettings settings;
  private final Reduction reduction;
  private final Consumer<Step> sink;
  private List<Capture> captures = List.of();

  /**
   * @param sink takes each step once its loss is known, on the thread that trains
   */
  public CaptureListener(CaptureSettings settings, Consumer<Step> sink) {
    this.settings = settings;
    this.reduction = Reduction.of(settings);
    this.sink = sink;
  }

  /**
   * Adds this listener to a graph, and sees to it that no layer writes over a captured vertex: to
   * save memory, a layer with dropout works in the array of the vertex before it.
   *
   * @throws IllegalArgumentException where a vertex of the settings cannot be captured
   */
  public void attachTo(ComputationGraph graph) {
    List<String> outputs = graph.getConfiguration().getNetworkOutputs();
    for (String vertex : settings.vertices()) {
      if (graph.getVertex(vertex) == null) {
        throw new IllegalArgumentException("the graph has no vertex " + vertex);
      }
      if (outputs.contains(vertex)) {
        throw new IllegalArgumentException(
            vertex + " is computed with the loss, after the forward pass; capture its input");
      }
    }
    graph.getConfiguration().getVertexInputs().entrySet().stream()
        .filter(inputs -> inputs.getValue().stream().anyMatch(settings.vertices()::contains))
        .map(inputs -> graph.getVertex(inputs.getKey()))
        .filter(vertex -> vertex.hasLayer())
        .forEach(vertex -> vertex.getLayer().allowInputModification(false));
    graph.addListeners(this);
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (((ComputationGraph) model).getIterationCount() % settings.every() != 0) {
      return;
    }
    List<INDArray> arrays = new ArrayList<>();
    for (String vertex : settings.vertices()) {
      INDArray array = activations.get(vertex);
      if (array == null) {
        throw new IllegalStateException(
            "no activations of " + vertex + " among those of " + activations.keySet());
      }
      arrays.add(array);
    }
    captures = reduction.capture(settings.vertices(), arrays);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (iteration % settings.every() != 0) {
      return;
    }
    sink.accept(new Step(iteration, epoch, model.score(), captures));
    captures = List.of();
  }
}
