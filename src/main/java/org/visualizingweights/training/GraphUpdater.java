package org.visualizingweights.training;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.visualizingweights.layers.OneDnnKit;

/**
 * Changes the parameters of a graph by their gradients, in place: see {@link Update}.
 *
 * <p>The steps are PyTorch's, see {@link UpdateRule}; weight decay reaches every trained parameter,
 * those of batch norm too. Rates and decay constants are those of the {@link Adam} or {@link
 * Nesterovs} that the graph's configuration names, asked at each step, and so is the layout of the
 * state, so that Deeplearning4j saves and restores it. Frozen weights are left alone.
 *
 * <p>Gradients stay what they are, but for the iterations that a {@code StatsListener} reports:
 * there they become the updates that it expects to find.
 */
final class GraphUpdater extends ComputationGraphUpdater {
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);

  private final ComputationGraph network;
  private final double weightDecay;
  private final Update update;

  private GraphUpdater(
      ComputationGraph network, double weightDecay, Function<List<Section>, Update> updates) {
    super(network);
    this.network = network;
    this.weightDecay = weightDecay;
    this.update = updates.apply(getUpdaterBlocks().stream().flatMap(this::sections).toList());
    if (getStateViewArray() != null) {
      getStateViewArray().assign(0);
    }
  }

  /** Has the network updated in this way from now on, with a fresh state. */
  static void install(ComputationGraph network, double weightDecay) {
    install(network, weightDecay, Update::of);
  }

  /** The same, with a chosen way to change the parameters. */
  static void install(
      ComputationGraph network, double weightDecay, Function<List<Section>, Update> updates) {
    network.setUpdater(new GraphUpdater(network, weightDecay, updates));
    network.setGradientsAccumulator(new UpdatedInPlace());
    OneDnnKit.gradientsStay(network);
  }

  /** The updater that the configuration of a graph needs for these settings. */
  static IUpdater configuration(OptimizerSettings settings, double learningRate) {
    return switch (settings.algorithm()) {
      case ADAMW -> new Adam(learningRate, settings.beta1(), settings.beta2(), settings.epsilon());
      case SGD -> new Nesterovs(learningRate, settings.momentum());
      case OWN ->
          throw new IllegalArgumentException("a network of ours has no optimizer of its own");
    };
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    boolean reported = isReported(iteration);
    INDArray state = getStateViewArray();
    update.step(
        network.params(),
        getFlattenedGradientsView(),
        state == null ? Nd4j.empty(DataType.FLOAT) : state,
        iteration,
        epoch,
        reported);
    if (reported) {
      OneDnnKit.gradientsOverwritten(network);
    }
  }

  private boolean isReported(int iteration) {
    return network.getListeners().stream()
        .filter(BaseStatsListener.class::isInstance)
        .map(listener -> ((BaseStatsListener) listener).getUpdateConfig().reportingFrequency())
        .anyMatch(every -> every > 0 && iteration % every == 0);
  }

  @Override
  public void setStateViewArray(INDArray state) {
    super.setStateViewArray(state);
    update.forgetStates();
  }

  private Stream<Section> sections(UpdaterBlock block) {
    UpdaterBlock.ParamState any = block.getLayersAndVariablesInBlock().get(0);
    IUpdater updater = any.getLayer().getConfig().getUpdaterByParam(any.getParamName());
    int first = block.getParamOffsetStart();
    int size = block.getParamOffsetEnd() - first;
    int state = block.getUpdaterViewOffsetStart();
    if (updater instanceof Adam adam) {
      UpdateRule rule = new UpdateRule.AdamW(adam, weightDecay);
      return Stream.of(new Section(rule, first, size, new int[] {state, state + size}));
    }
    if (updater instanceof Nesterovs sgd) {
      UpdateRule rule = new UpdateRule.Sgd(sgd, weightDecay);
      return Stream.of(new Section(rule, first, size, new int[] {state}));
    }
    // Deeplearning4j freezes a layer by wrapping it; the updater that it still has is not used.
    boolean frozen =
        any.getLayer() instanceof GraphVertex vertex
            && vertex.getLayer() instanceof FrozenLayerWithBackprop;
    boolean still = updater instanceof Sgd plain && plain.getLearningRate() == 0;
    if (!frozen && !still && !(updater instanceof NoOp)) {
      throw new IllegalArgumentException(
          "%s_%s is to be updated by %s, for which there is no rule; there are Adam and Nesterovs"
              .formatted(
                  any.getLayer().getConfig().getLayerName(),
                  any.getParamName(),
                  updater.getClass().getSimpleName()));
    }
    return block.getLayersAndVariablesInBlock().stream()
        .filter(parameter -> RUNNING_STATISTICS.contains(parameter.getParamName()))
        .map(GraphUpdater::differences);
  }

  private static Section differences(UpdaterBlock.ParamState parameter) {
    int first = parameter.getParamOffsetStart();
    int size = parameter.getParamOffsetEnd() - first;
    return new Section(new UpdateRule.Subtraction(), first, size, new int[0]);
  }
}
