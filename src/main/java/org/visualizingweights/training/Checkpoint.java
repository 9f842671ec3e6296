package org.visualizingweights.training;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;

/**
 * All that training needs to go on as if it had never stopped.
 *
 * @param state where training stands
 * @param parameters the network's, and its running statistics, by torchvision's names
 * @param optimizer what the optimiser remembers, in the order of the network's layout
 * @param layout which parameters the optimiser's values are for, as a checksum
 * @param random the two words of the generator that Deeplearning4j's own dropout draws from; the
 *     project's draws from seed and iteration
 */
public record Checkpoint(
    TrainingState state,
    Map<String, Tensor> parameters,
    float[] optimizer,
    String layout,
    long[] random) {

  /** What the network, its optimiser and the random generator of this thread are now. */
  static Checkpoint of(ComputationGraph network, TrainingState state) {
    return new Checkpoint(
        state,
        StateDict.of(network),
        optimizerState(network),
        layout(network),
        new long[] {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()});
  }

  private static float[] optimizerState(ComputationGraph network) {
    INDArray state = network.getUpdater().getStateViewArray();
    if (state == null) {
      return new float[0];
    }
    float[] values = new float[(int) state.length()];
    Memory.floats(state).get(values);
    return values;
  }

  /** Whether this is a checkpoint of such a network, with such layers and such an optimiser. */
  public boolean fits(ComputationGraph network) {
    return layout.equals(layout(network));
  }

  /**
   * Makes network, optimiser and random generator what they were.
   *
   * @throws IllegalArgumentException if it does not {@linkplain #fits fit}
   */
  void restore(ComputationGraph network) {
    if (!fits(network)) {
      throw new IllegalArgumentException("a checkpoint of another network or optimiser");
    }
    StateDict.load(network, parameters);
    if (optimizer.length > 0) {
      network.getUpdater().setStateViewArray(Nd4j.createFromArray(optimizer));
    }
    network.getConfiguration().setIterationCount(state.iteration());
    network.getConfiguration().setEpochCount(state.epoch());
    Nd4j.getRandom().setStates(random[0], random[1]);
  }

  /** Names, shapes and order of the parameters, and the parts in which they are updated. */
  private static String layout(ComputationGraph network) {
    StringBuilder text = new StringBuilder();
    network
        .paramTable()
        .forEach(
            (name, values) ->
                text.append(name)
                    .append(Arrays.toString(values.shape()))
                    .append(Arrays.toString(values.stride())));
    for (UpdaterBlock block : ((ComputationGraphUpdater) network.getUpdater()).getUpdaterBlocks()) {
      text.append(block.getParamOffsetStart()).append('-').append(block.getParamOffsetEnd());
      text.append(':').append(block.getUpdaterViewOffsetStart());
      text.append('-').append(block.getUpdaterViewOffsetEnd()).append(' ');
    }
    CRC32C crc = new CRC32C();
    crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
