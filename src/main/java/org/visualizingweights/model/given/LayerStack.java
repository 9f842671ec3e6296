package org.visualizingweights.model.given;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.visualizingweights.dl4j.LayerNames;

/**
 * A {@code MultiLayerNetwork} as a graph: the same layers with the same settings, one after the
 * other, so that parameters, outputs and updates are the same. Deeplearning4j's own {@code
 * toComputationGraph} forgets the layers' names, and whether gradients are divided by the batch.
 */
final class LayerStack {
  private LayerStack() {}

  static ComputationGraphConfiguration graph(MultiLayerConfiguration layers) {
    List<String> names = LayerNames.of(layers.getConfs());
    Map<String, GraphVertex> vertices = new LinkedHashMap<>();
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    String before = LayerNames.INPUT;
    for (int i = 0; i < names.size(); i++) {
      NeuralNetConfiguration layer = layers.getConf(i).clone();
      layer.getLayer().setLayerName(names.get(i));
      InputPreProcessor preProcessor =
          Optional.ofNullable(layers.getInputPreProcess(i))
              .map(InputPreProcessor::clone)
              .orElse(null);
      vertices.put(names.get(i), new LayerVertex(layer, preProcessor));
      inputs.put(names.get(i), List.of(before));
      before = names.get(i);
    }
    ComputationGraphConfiguration graph = new ComputationGraphConfiguration();
    graph.setVertices(vertices);
    graph.setVertexInputs(inputs);
    graph.setNetworkInputs(List.of(LayerNames.INPUT));
    graph.setNetworkOutputs(List.of(before));
    graph.setDefaultConfiguration(ofAllLayers(layers.getConf(0)));
    graph.setDataType(layers.getDataType());
    graph.setIterationCount(layers.getIterationCount());
    graph.setBackpropType(layers.getBackpropType());
    graph.setTrainingWorkspaceMode(layers.getTrainingWorkspaceMode());
    graph.setInferenceWorkspaceMode(layers.getInferenceWorkspaceMode());
    graph.setCacheMode(layers.getCacheMode());
    graph.setValidateOutputLayerConfig(layers.isValidateOutputLayerConfig());
    return graph;
  }

  private static NeuralNetConfiguration ofAllLayers(NeuralNetConfiguration first) {
    NeuralNetConfiguration all = first.clone();
    all.setLayer(null);
    all.clearVariables();
    return all;
  }
}
