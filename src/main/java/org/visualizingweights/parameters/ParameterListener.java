package org.visualizingweights.parameters;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.StepListener;
import org.visualizingweights.parameters.WeightFinder.LayerWeights;
import org.visualizingweights.parameters.WeightFinder.ParameterRange;
import org.visualizingweights.storage.RunStorage;

/**
 * Records the parameters of a network at chosen steps.
 *
 * <p>What an update was is the difference of the weights before and after it, whoever made it and
 * however.
 */
public final class ParameterListener implements StepListener {
  private final Dl4jNetwork network;
  private final ParameterSettings settings;
  private final RunStorage storage;
  private final List<LayerWeights> layers;
  private final ParameterLayout layout;
  private final Measure trained;
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
  public ParameterListener(Dl4jNetwork network, ParameterSettings settings, RunStorage storage) {
    this.network = network;
    this.settings = settings;
    this.storage = storage;
    layers = WeightFinder.find(network);
    INDArray parameters = network.parameters();
    double[] startNorms =
        Measure.of(layers.stream().map(LayerWeights::ranges).toList(), parameters)
            .norms(parameters);
    kernels = settings.kernels().flatMap(vertex -> Kernels.of(network, vertex, 0));
    layout =
        new ParameterLayout(
            IntStream.range(0, layers.size())
                .mapToObj(i -> describe(layers.get(i), startNorms[i]))
                .toList(),
            kernels.flatMap(found -> settings.kernels()).orElse(""));
    trained =
        Measure.of(
            layers.stream()
                .map(layer -> layer.frozen() ? List.<ParameterRange>of() : layer.ranges())
                .toList(),
            parameters);
    start = trained.newCopy(parameters.length());
    before = trained.newCopy(parameters.length());
    trained.copy(parameters, start);
    storage.putHeader(ParameterFormat.NORMS, ParameterFormat.encode(layout));
  }

  private static RecordedLayer describe(LayerWeights layer, double startNorm) {
    return new RecordedLayer(
        layer.vertex(), layer.weights(), layer.frozen(), layer.learningRate(), startNorm);
  }

  @Override
  public void backward(int step) {
    if (!settings.include(step)) {
      return;
    }
    INDArray parameters = network.parameters();
    weights = trained.norms(parameters);
    double per = network.gradientsPer();
    gradients = DoubleStream.of(trained.norms(network.gradients())).map(g -> g / per).toArray();
    distances = trained.distances(parameters, start);
    trained.copy(parameters, before);
    kernels =
        kernels.map(
            last -> recorded(last, Kernels.of(network, layout.kernels(), step).orElseThrow()));
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
  public void done(int step, int epoch, double loss) {
    if (!settings.include(step)) {
      return;
    }
    double[] updates = trained.distances(network.parameters(), before);
    ParameterStep record =
        new ParameterStep(
            step, IntStream.range(0, layers.size()).mapToObj(i -> norms(i, updates)).toList());
    storage.put(ParameterFormat.NORMS, step, () -> ParameterFormat.encode(record));
  }

  private LayerNorms norms(int layer, double[] updates) {
    return layers.get(layer).frozen()
        ? new LayerNorms(layout.layers().get(layer).startNorm(), 0, 0, 0)
        : new LayerNorms(weights[layer], gradients[layer], updates[layer], distances[layer]);
  }
}
