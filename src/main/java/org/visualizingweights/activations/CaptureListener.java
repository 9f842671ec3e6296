package org.visualizingweights.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.UserError;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.dl4j.Vertex;
import org.visualizingweights.dl4j.VertexChoice;

/**
 * Captures what the vertices of a network did at each training step, from the very arrays of that
 * step. What is masked, as the padding of sequences, does not count.
 *
 * <p>Deeplearning4j tells of forward passes in training steps only: neither {@code output}, {@code
 * score} nor {@code evaluate} do. The arrays live in a workspace; they are reduced before the call
 * returns.
 */
public final class CaptureListener implements StepListener {
  private final Dl4jNetwork network;
  private final CaptureSettings settings;
  private final List<Vertex> vertices;
  private final Reduction reduction;
  private final Consumer<Step> sink;
  private List<Capture> captures = List.of();

  /**
   * Sees to it that no layer writes over a captured vertex.
   *
   * @param settings with names of vertices, rather than wildcards
   * @param sink takes each step once its loss is known, on the thread that trains
   * @throws UserError where a vertex of the settings cannot be captured
   */
  public CaptureListener(Dl4jNetwork network, CaptureSettings settings, Consumer<Step> sink) {
    this(network, settings, sink, Reduction.of(settings));
  }

  /** The same, with a reduction that need not be the one for ND4J's backend. */
  CaptureListener(
      Dl4jNetwork network, CaptureSettings settings, Consumer<Step> sink, Reduction reduction) {
    this.network = network;
    this.settings = settings;
    this.vertices = new VertexChoice(settings.vertices()).of(network);
    this.reduction = reduction;
    this.sink = sink;
    network.keep(settings.vertices());
  }

  @Override
  public void forward(int step, Map<String, INDArray> activations) {
    if (step % settings.every() != 0) {
      return;
    }
    Map<String, INDArray> masks = network.masks(activations);
    List<Activations> captured = new ArrayList<>(vertices.size());
    for (Vertex vertex : vertices) {
      INDArray array = activations.get(vertex.name());
      if (array == null) {
        throw new IllegalStateException(
            "no activations of " + vertex.name() + " among those of " + activations.keySet());
      }
      captured.add(
          new Activations(
              vertex.name(),
              array,
              vertex.channelsLast(),
              Optional.ofNullable(masks.get(vertex.name()))));
    }
    captures = reduction.capture(captured);
  }

  @Override
  public void done(int step, int epoch, double loss) {
    if (step % settings.every() == 0 && !captures.isEmpty()) {
      sink.accept(new Step(step, epoch, loss, captures));
    }
    captures = List.of();
  }
}
