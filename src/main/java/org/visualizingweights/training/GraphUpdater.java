package org.visualizingweights.training;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.visualizingweights.layers.OneDnnKit;

/**
 * Changes the parameters of a graph by their gradients, in one pass over both.
 *
 * <p>The steps are PyTorch's, see {@link UpdateRule}; weight decay reaches every trained parameter,
 * those of batch norm too. Rates and decay constants are those of the {@link Adam} or {@link
 * Nesterovs} that the graph's configuration names, and so is the layout of the state, so that
 * Deeplearning4j saves and restores it. Frozen weights are left alone.
 *
 * <p>Gradients stay what they are, but for the iterations that a {@code StatsListener} reports:
 * there they become the updates that it expects to find.
 */
final class GraphUpdater extends ComputationGraphUpdater {
  /** Small enough for threads to share the work evenly. */
  private static final int SPAN = 1 << 16;

  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);

  private final ComputationGraph network;
  private final double weightDecay;
  private final List<UpdateSpan> spans = new ArrayList<>();
  private final List<UpdateSpan.Scratch> scratches = new ArrayList<>();

  private GraphUpdater(ComputationGraph network, double weightDecay) {
    super(network);
    this.network = network;
    this.weightDecay = weightDecay;
    for (UpdaterBlock block : getUpdaterBlocks()) {
      addSpans(block);
    }
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      scratches.add(new UpdateSpan.Scratch());
    }
    if (getStateViewArray() != null) {
      getStateViewArray().assign(0);
    }
  }

  /** Has the network updated in this way from now on, with a fresh state. */
  static void install(ComputationGraph network, double weightDecay) {
    network.setUpdater(new GraphUpdater(network, weightDecay));
    network.setGradientsAccumulator(new UpdatedInPlace());
    OneDnnKit.gradientsStay(network);
  }

  /** The updater that the configuration of a graph needs for these settings. */
  static IUpdater configuration(OptimizerSettings settings, double learningRate) {
    return switch (settings.algorithm()) {
      case ADAMW -> new Adam(learningRate, settings.beta1(), settings.beta2(), settings.epsilon());
      case SGD -> new Nesterovs(learningRate, settings.momentum());
    };
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    boolean reported = isReported(iteration);
    UpdateSpan.Memory memory =
        new UpdateSpan.Memory(
            buffer(network.params()),
            buffer(getFlattenedGradientsView()),
            getStateViewArray() == null ? FloatBuffer.allocate(0) : buffer(getStateViewArray()),
            iteration,
            reported);
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, scratches.size())
        .parallel()
        .forEach(thread -> work(memory, scratches.get(thread), next));
    if (reported) {
      OneDnnKit.gradientsOverwritten(network);
    }
  }

  private void work(UpdateSpan.Memory memory, UpdateSpan.Scratch scratch, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < spans.size(); i = next.getAndIncrement()) {
      spans.get(i).update(memory, scratch);
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
    spans.forEach(UpdateSpan::forgetStates);
  }

  private void addSpans(UpdaterBlock block) {
    UpdaterBlock.ParamState any = block.getLayersAndVariablesInBlock().get(0);
    IUpdater updater = any.getLayer().getConfig().getUpdaterByParam(any.getParamName());
    int first = block.getParamOffsetStart();
    int size = block.getParamOffsetEnd() - first;
    int state = block.getUpdaterViewOffsetStart();
    if (updater instanceof Adam adam) {
      UpdateRule rule = new UpdateRule.AdamW(adam, weightDecay);
      addSpans(rule, first, size, new int[] {state, state + size});
    } else if (updater instanceof Nesterovs sgd) {
      addSpans(new UpdateRule.Sgd(sgd, weightDecay), first, size, new int[] {state});
    } else {
      for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
        addRunningStatistics(parameter);
      }
    }
  }

  private void addRunningStatistics(UpdaterBlock.ParamState parameter) {
    if (RUNNING_STATISTICS.contains(parameter.getParamName())) {
      int first = parameter.getParamOffsetStart();
      int size = parameter.getParamOffsetEnd() - first;
      addSpans(new UpdateRule.Difference(), first, size, new int[0]);
    }
  }

  private void addSpans(UpdateRule rule, int first, int size, int[] state) {
    for (int start = 0; start < size; start += SPAN) {
      int offset = start;
      int[] stateFirst = IntStream.of(state).map(s -> s + offset).toArray();
      spans.add(new UpdateSpan(rule, first + start, Math.min(SPAN, size - start), stateFirst));
    }
  }

  private static FloatBuffer buffer(INDArray array) {
    return array.data().asNio().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
