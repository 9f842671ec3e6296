package org.visualizingweights.parameters;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;
import org.visualizingweights.parameters.WeightFinder.LayerWeights;
import org.visualizingweights.parameters.WeightFinder.ParameterRange;
import org.visualizingweights.storage.RunStorage;

/**
 * Records the parameters of a graph at chosen steps.
 *
 * <p>Deeplearning4j calls {@link #onBackwardPass} when the gradients are there and the weights are
 * still those of the forward pass, and {@link #iterationDone} after the update. What the update was
 * is the difference of the two, whoever made it and however.
 */
public final class ParameterListener extends BaseTrainingListener {
  private final ParameterSettings settings;
  private final RunStorage storage;
  private final List<LayerWeights> layers;
  private final ParameterLayout layout;
  private final WeightRanges trained;
  private final INDArray start;
  private final INDArray before;
  private double[] weights = {};
  private double[] gradients = {};
  private double[] distances = {};
  private Optional<Kernels> kernels;

  /**
   * Takes the weights that the network has now as the start of the run. Where a run is resumed,
   * these are to be the weights that it began with, not those of the checkpoint.
   *
   * @param storage keeps what is recorded
   */
  public ParameterListener(
      ComputationGraph network, ParameterSettings settings, RunStorage storage) {
    this.settings = settings;
    this.storage = storage;
    layers = WeightFinder.find(network);
    double[] startNorms =
        new WeightRanges(layers.stream().map(LayerWeights::ranges).toList())
            .norms(Memory.floats(network.params()));
    layout =
        new ParameterLayout(
            IntStream.range(0, layers.size())
                .mapToObj(i -> describe(layers.get(i), startNorms[i]))
                .toList(),
            settings.kernels().filter(vertex -> Kernels.existIn(network, vertex)).orElse(""));
    trained =
        new WeightRanges(
            layers.stream()
                .map(layer -> layer.frozen() ? List.<ParameterRange>of() : layer.ranges())
                .toList());
    start = emptyVector(network.numParams());
    before = emptyVector(network.numParams());
    trained.copy(Memory.floats(network.params()), Memory.floats(start));
    kernels =
        layout.kernels().isEmpty()
            ? Optional.empty()
            : Optional.of(Kernels.of(network, layout.kernels()));
    storage.putHeader(ParameterFormat.NORMS, ParameterFormat.encode(layout));
  }

  private static RecordedLayer describe(LayerWeights layer, double startNorm) {
    return new RecordedLayer(
        layer.vertex(), layer.weights(), layer.frozen(), layer.learningRate(), startNorm);
  }

  @Override
  public void onBackwardPass(Model model) {
    ComputationGraph network = (ComputationGraph) model;
    if (!settings.include(network.getIterationCount())) {
      return;
    }
    FloatBuffer parameters = Memory.floats(network.params());
    weights = trained.norms(parameters);
    gradients = trained.norms(Memory.floats(network.getGradientsViewArray()));
    distances = trained.distances(parameters, Memory.floats(start));
    trained.copy(parameters, Memory.floats(before));
    kernels = kernels.map(last -> recorded(last, Kernels.of(network, layout.kernels())));
  }

  /** Kernels that have not changed since they were recorded, or since the start, are known. */
  private Kernels recorded(Kernels last, Kernels now) {
    if (now.iteration() > 0 && last.hasValuesOf(now)) {
      return last;
    }
    storage.put(ParameterFormat.KERNELS, now.iteration(), () -> ParameterFormat.encode(now));
    return now;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!settings.include(iteration)) {
      return;
    }
    double[] updates =
        trained.distances(
            Memory.floats(((ComputationGraph) model).params()), Memory.floats(before));
    ParameterStep step =
        new ParameterStep(
            iteration, IntStream.range(0, layers.size()).mapToObj(i -> norms(i, updates)).toList());
    storage.put(ParameterFormat.NORMS, iteration, () -> ParameterFormat.encode(step));
  }

  private LayerNorms norms(int layer, double[] updates) {
    return layers.get(layer).frozen()
        ? new LayerNorms(layout.layers().get(layer).startNorm(), 0, 0, 0)
        : new LayerNorms(weights[layer], gradients[layer], updates[layer], distances[layer]);
  }

  private static INDArray emptyVector(long length) {
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createUninitialized(DataType.FLOAT, length);
    }
  }
}
