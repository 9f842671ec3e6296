package org.visualizingweights.training;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.model.Networks;
import org.visualizingweights.model.StateDict;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.Torchvision;

/**
 * All that training needs to go on as if it had never stopped.
 *
 * @param state where training stands
 * @param parameters the network's, and its running statistics, by torchvision's names; of a network
 *     that is not ours by its own
 * @param optimizer what the optimiser remembers
 * @param layout which parameters the optimiser's values are for, and in which order, as a checksum
 * @param random the two words of the generator that Deeplearning4j's own dropout draws from; the
 *     project's draws from seed and iteration
 */
public record Checkpoint(
    TrainingState state,
    Map<String, Tensor> parameters,
    float[] optimizer,
    String layout,
    long[] random) {
  /** AdamW's, of each parameter. */
  private static final int MOST_STATES = 2;

  private static final String OF_GIVEN = "given-";

  /** What the network, its optimiser and the random generator of this thread are now. */
  static Checkpoint of(ComputationGraph network, TrainingState state) {
    OptimizerState optimizer = OptimizerState.of(network);
    return new Checkpoint(
        state, StateDict.of(network), optimizer.values(), optimizer.layout(), randomState());
  }

  /** Of the generator of this thread, as {@link #random}. */
  static long[] randomState() {
    return new long[] {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()};
  }

  /** What keeps this from being of any network and optimiser at all, in a few words. */
  Optional<String> defect() {
    if (isOfGiven()) {
      return Optional.empty(); // only its network knows
    }
    List<String> wrong =
        Networks.ofTorchvision()
            .map(names -> names.mismatches(parameters))
            .min(Comparator.comparingInt(List::size))
            .orElseThrow();
    if (!wrong.isEmpty()) {
      String more = wrong.size() > 1 ? ", and %s more".formatted(wrong.size() - 1) : "";
      return Optional.of(
          "tensors are missing, superfluous or of another shape: " + wrong.get(0) + more);
    }
    // The head is always trained, and every optimiser remembers something of what is.
    long head = trained(Torchvision.HEAD);
    return optimizer.length >= head && optimizer.length <= MOST_STATES * trained(name -> true)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "its optimiser remembers %,d values, and the head alone has %,d",
                optimizer.length,
                head));
  }

  /** How many values of such parameters can be trained. */
  private long trained(Predicate<String> names) {
    return parameters.entrySet().stream()
        .filter(parameter -> names.test(parameter.getKey()))
        .filter(parameter -> !parameter.getKey().contains(".running_"))
        .mapToLong(parameter -> parameter.getValue().values().length)
        .sum();
  }

  /** Whether this is a checkpoint of such a network with such an optimiser, whatever its layers. */
  boolean fits(ComputationGraph network) {
    OptimizerState state = OptimizerState.of(network);
    return optimizer.length == state.length()
        && (layout.equals(state.layout()) || layout.equals(layoutInMemory(network)));
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
    if (layout.equals(layoutInMemory(network))) {
      network.getUpdater().setStateViewArray(Nd4j.createFromArray(optimizer));
    } else {
      OptimizerState.restore(network, optimizer);
    }
    restoreCounts(network);
  }

  /** Makes what else there is what it was: counts of steps and epochs, and random numbers. */
  void restoreCounts(ComputationGraph network) {
    network.getConfiguration().setIterationCount(state.iteration());
    network.getConfiguration().setEpochCount(state.epoch());
    Nd4j.getRandom().setStates(random[0], random[1]);
  }

  /** Whether it is of a network that is not ours. */
  public boolean isOfGiven() {
    return layout.startsWith(OF_GIVEN);
  }

  /** The layout of a network that is not ours, and which has one kit of layers only. */
  static String layoutOfGiven(ComputationGraph network) {
    return OF_GIVEN + network.params().dataType() + "-" + layoutInMemory(network);
  }

  /**
   * The layout in older checkpoints, whose optimiser has the order of the network's memory: names,
   * shapes and order of the parameters, and the parts in which they are updated.
   */
  private static String layoutInMemory(ComputationGraph network) {
    StringBuilder text = new StringBuilder();
    network
        .paramTable()
        .forEach(
            (name, values) ->
                text.append(name)
                    .append(Arrays.toString(values.shape()))
                    .append(Arrays.toString(values.stride())));
    for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
      text.append(block.getParamOffsetStart()).append('-').append(block.getParamOffsetEnd());
      text.append(':').append(block.getUpdaterViewOffsetStart());
      text.append('-').append(block.getUpdaterViewOffsetEnd()).append(' ');
    }
    CRC32C crc = new CRC32C();
    crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
