package org.visualizingweights.training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Turns the gradients of a graph into updates, in one pass over the parameters.
 *
 * <p>The steps are PyTorch's: AdamW (<a href="https://arxiv.org/abs/1711.05101">Loshchilov and
 * Hutter</a>) with epsilon added to the corrected second moment, where Deeplearning4j's Adam adds
 * it to the uncorrected one, and SGD with plain momentum. Weight decay is decoupled and reaches
 * every trained parameter, those of batch norm too. Rates and decay constants are those of the
 * {@link Adam} or {@link Nesterovs} that the graph's configuration names, and so is the layout of
 * the state, so that Deeplearning4j saves and restores it. What has no updater is left alone:
 * frozen weights, and the running statistics of batch norm, whose "gradients" are ready-made
 * updates.
 */
final class GraphUpdater extends ComputationGraphUpdater {
  private static final int CHUNK = 1 << 16;

  private final double weightDecay;
  private final List<Span> spans = new ArrayList<>();

  GraphUpdater(ComputationGraph network, double weightDecay) {
    super(network);
    this.weightDecay = weightDecay;
    for (UpdaterBlock block : getUpdaterBlocks()) {
      addSpans(block);
    }
    if (getStateViewArray() != null) {
      getStateViewArray().assign(0);
    }
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
    FloatBuffer parameters = buffer(network.params());
    FloatBuffer gradients = buffer(getFlattenedGradientsView());
    FloatBuffer state =
        getStateViewArray() == null ? FloatBuffer.allocate(0) : buffer(getStateViewArray());
    IntStream.range(0, spans.size())
        .parallel()
        .forEach(i -> spans.get(i).update(parameters, gradients, state, iteration));
  }

  private void addSpans(UpdaterBlock block) {
    IUpdater updater =
        block
            .getLayersAndVariablesInBlock()
            .get(0)
            .getLayer()
            .getConfig()
            .getUpdaterByParam(block.getLayersAndVariablesInBlock().get(0).getParamName());
    int size = block.getParamOffsetEnd() - block.getParamOffsetStart();
    for (int start = 0; start < size; start += CHUNK) {
      int length = Math.min(CHUNK, size - start);
      int first = block.getParamOffsetStart() + start;
      int stateFirst = block.getUpdaterViewOffsetStart() + start;
      if (updater instanceof Adam adam) {
        spans.add(new AdamW(first, length, stateFirst, stateFirst + size, adam, weightDecay));
      } else if (updater instanceof Nesterovs sgd) {
        spans.add(new Sgd(first, length, stateFirst, sgd, weightDecay));
      }
    }
  }

  private static FloatBuffer buffer(INDArray array) {
    return array.data().asNio().order(java.nio.ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** A run of parameters with one way to be updated; turns their gradients into updates. */
  private interface Span {
    void update(FloatBuffer parameters, FloatBuffer gradients, FloatBuffer state, int iteration);
  }

  private record AdamW(int first, int length, int means, int squares, Adam adam, double decay)
      implements Span {
    @Override
    public void update(
        FloatBuffer parameters, FloatBuffer gradients, FloatBuffer state, int iteration) {
      float beta1 = (float) adam.getBeta1();
      float beta2 = (float) adam.getBeta2();
      float epsilon = (float) adam.getEpsilon();
      double rate = adam.getLearningRate();
      float step = (float) (rate / (1 - Math.pow(adam.getBeta1(), iteration + 1)));
      float scale = (float) (1 / Math.sqrt(1 - Math.pow(adam.getBeta2(), iteration + 1)));
      float shrink = (float) (rate * decay);
      for (int i = 0; i < length; i++) {
        float g = gradients.get(first + i);
        float m = beta1 * state.get(means + i) + (1 - beta1) * g;
        float v = beta2 * state.get(squares + i) + (1 - beta2) * g * g;
        state.put(means + i, m);
        state.put(squares + i, v);
        float root = (float) Math.sqrt(v) * scale + epsilon;
        gradients.put(first + i, step * m / root + shrink * parameters.get(first + i));
      }
    }
  }

  private record Sgd(int first, int length, int momenta, Nesterovs sgd, double decay)
      implements Span {
    @Override
    public void update(
        FloatBuffer parameters, FloatBuffer gradients, FloatBuffer state, int iteration) {
      float momentum = (float) sgd.getMomentum();
      float rate = (float) sgd.getLearningRate();
      float shrink = (float) (rate * decay);
      for (int i = 0; i < length; i++) {
        float m = momentum * state.get(momenta + i) + gradients.get(first + i);
        state.put(momenta + i, m);
        gradients.put(first + i, rate * m + shrink * parameters.get(first + i));
      }
    }
  }
}
