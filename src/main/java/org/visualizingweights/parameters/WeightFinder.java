package org.visualizingweights.parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.FrozenWeights;

/** Finds the weights of a network in the vector of all its parameters. */
final class WeightFinder {
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private final Dl4jNetwork network;

  /** Consecutive values of the vector. */
  record ParameterRange(int first, int length) {}

  /**
   * A layer's weights.
   *
   * @param frozen whether nothing updates them
   * @param learningRate 0 where they are frozen, NaN where their updater has none
   */
  record LayerWeights(
      String vertex, List<ParameterRange> ranges, boolean frozen, double learningRate) {
    long weights() {
      return ranges.stream().mapToLong(ParameterRange::length).sum();
    }
  }

  private WeightFinder(Dl4jNetwork network) {
    this.network = network;
  }

  /** All layers with weights, in the order in which they are computed. */
  static List<LayerWeights> find(Dl4jNetwork network) {
    WeightFinder finder = new WeightFinder(network);
    return network.trainables().entrySet().stream()
        .map(entry -> finder.find(entry.getKey(), entry.getValue()))
        .toList();
  }

  private LayerWeights find(String vertex, Trainable layer) {
    List<ParameterRange> ranges = new ArrayList<>();
    boolean frozen = true;
    double learningRate = 0;
    for (Map.Entry<String, INDArray> parameter : layer.paramTable(false).entrySet()) {
      if (!RUNNING_STATISTICS.contains(parameter.getKey())) {
        ranges.add(range(parameter.getValue()));
        if (!FrozenWeights.include(layer, parameter.getKey())) {
          frozen = false;
          learningRate = Math.max(learningRate, learningRate(layer, parameter.getKey()));
        }
      }
    }
    return new LayerWeights(vertex, ranges, frozen, learningRate);
  }

  private ParameterRange range(INDArray parameter) {
    return new ParameterRange(
        Math.toIntExact(parameter.offset() - network.parameters().offset()),
        Math.toIntExact(parameter.length()));
  }

  private double learningRate(Trainable layer, String parameter) {
    return layer
        .getConfig()
        .getUpdaterByParam(parameter)
        .getLearningRate(network.iteration(), network.epoch());
  }
}
