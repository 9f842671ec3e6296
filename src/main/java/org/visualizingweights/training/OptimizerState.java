package org.visualizingweights.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;
import org.visualizingweights.model.StateDict;

/**
 * What an optimiser remembers of each parameter, by torchvision's names and in PyTorch's shapes.
 * Deeplearning4j has it in the order of the network's memory, in which layers of different kits
 * differ.
 */
final class OptimizerState {
  private final INDArray memory;

  /** Views of the memory; Adam remembers two arrays of a parameter, momentum one. */
  private final SortedMap<String, List<INDArray>> arrays = new TreeMap<>();

  private OptimizerState(ComputationGraph network, INDArray memory) {
    this.memory = memory;
    for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
      int parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
      for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
        int first = parameter.getParamOffsetStart() - block.getParamOffsetStart();
        String name =
            parameter.getLayer().getConfig().getLayerName() + "_" + parameter.getParamName();
        List<INDArray> views = new ArrayList<>();
        for (int at = block.getUpdaterViewOffsetStart();
            at < block.getUpdaterViewOffsetEnd();
            at += parameters) {
          views.add(view(at + first, network.getParam(name)));
        }
        arrays.put(StateDict.torchName(network, name), views);
      }
    }
    arrays.values().removeIf(List::isEmpty);
  }

  /** What the network's optimiser remembers, for as long as no step changes it. */
  static OptimizerState of(ComputationGraph network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return new OptimizerState(network, state == null ? Nd4j.empty(DataType.FLOAT) : state);
  }

  private INDArray view(long offset, INDArray parameter) {
    return StateDict.inTorchShape(
        Nd4j.create(
            memory.data(),
            parameter.shape(),
            parameter.stride(),
            memory.offset() + offset,
            parameter.ordering()));
  }

  /** Which values there are, and in which order, as a checksum. */
  String layout() {
    CRC32C crc = new CRC32C();
    arrays.forEach(
        (name, states) ->
            crc.update(
                (states.size() + name + Arrays.toString(states.get(0).shape()))
                    .getBytes(StandardCharsets.UTF_8)));
    return "by-name-" + Long.toHexString(crc.getValue());
  }

  int length() {
    return Math.toIntExact(
        arrays.values().stream().flatMap(List::stream).mapToLong(INDArray::length).sum());
  }

  /** All of them, one after the other. */
  float[] values() {
    float[] values = new float[length()];
    int at = 0;
    for (List<INDArray> states : arrays.values()) {
      for (INDArray state : states) {
        float[] part = Memory.copy(state);
        System.arraycopy(part, 0, values, at, part.length);
        at += part.length;
      }
    }
    return values;
  }

  /** Has the network's optimiser remember these {@link #values}. */
  static void restore(ComputationGraph network, float[] values) {
    INDArray state = network.getUpdater().getStateViewArray();
    if (state == null) {
      return;
    }
    // Closed, as memory outside the heap is freed late otherwise.
    try (INDArray memory = state.dup('c')) {
      int at = 0;
      for (List<INDArray> states : new OptimizerState(network, memory).arrays.values()) {
        for (INDArray part : states) {
          int end = at + Math.toIntExact(part.length());
          part.assign(
              Nd4j.createFromArray(Arrays.copyOfRange(values, at, end)).reshape('c', part.shape()));
          at = end;
        }
      }
      network.getUpdater().setStateViewArray(memory);
    }
  }
}
