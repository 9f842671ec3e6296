package org.visualizingweights.parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Finds the weights of a graph in the vector of all its parameters. */
final class WeightFinder {
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  /** Consecutive values of the vector. */
  record ParameterRange(int first, int length) {}

  /**
   * A layer's weights.
   *
   * @param learningRate 0 where they are frozen
   */
  record LayerWeights(String vertex, List<ParameterRange> ranges, double learningRate) {
    boolean frozen() {
      return learningRate == 0;
    }

    long weights() {
      return ranges.stream().mapToLong(ParameterRange::length).sum();
    }
  }

  private WeightFinder() {}

  /** All layers with weights, in the order in which they are computed. */
  static List<LayerWeights> find(ComputationGraph network) {
    List<LayerWeights> found = new ArrayList<>();
    for (int index : network.topologicalSortOrder()) {
      GraphVertex vertex = network.getVertices()[index];
      if (vertex.numParams() > 0) {
        found.add(find(vertex));
      }
    }
    return found;
  }

  private static LayerWeights find(GraphVertex vertex) {
    List<ParameterRange> ranges = new ArrayList<>();
    double learningRate = 0;
    for (Map.Entry<String, INDArray> parameter : vertex.paramTable(false).entrySet()) {
      if (!RUNNING_STATISTICS.contains(parameter.getKey())) {
        INDArray view = parameter.getValue();
        ranges.add(
            new ParameterRange(Math.toIntExact(view.offset()), Math.toIntExact(view.length())));
        learningRate = Math.max(learningRate, learningRate(vertex, parameter.getKey()));
      }
    }
    return new LayerWeights(vertex.getVertexName(), ranges, learningRate);
  }

  /** Deeplearning4j freezes a layer by wrapping it; the updater that it still has is not used. */
  private static double learningRate(GraphVertex vertex, String parameter) {
    IUpdater updater = vertex.getConfig().getUpdaterByParam(parameter);
    boolean frozen =
        updater instanceof NoOp || vertex.getLayer() instanceof FrozenLayerWithBackprop;
    return frozen ? 0 : updater.getLearningRate(0, 0);
  }
}
