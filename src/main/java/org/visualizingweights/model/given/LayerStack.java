package org.visualizingweights.model.given;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/**
 * A {@code MultiLayerNetwork} as a graph: the same layers with the same settings, one after the
 * other, so that parameters, outputs and updates are the same. Deeplearning4j's own {@code
 * toComputationGraph} forgets the layers' names, and whether gradients are divided by the batch.
 */
final class LayerStack {
  private static final String INPUT = "input";
  private static final String OTHER_INPUT = "images";

  private LayerStack() {}

  static ComputationGraphConfiguration graph(MultiLayerConfiguration layers) {
    List<String> names = names(layers.getConfs());
    Map<String, GraphVertex> vertices = new LinkedHashMap<>();
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    String input = names.contains(INPUT) ? OTHER_INPUT : INPUT;
    String before = input;
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
    graph.setNetworkInputs(List.of(input));
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

  /** Those that the layers have; numbered where they have none, or two have the same. */
  private static List<String> names(List<NeuralNetConfiguration> layers) {
    List<Optional<String>> given =
        layers.stream()
            .map(layer -> Optional.ofNullable(layer.getLayer().getLayerName()))
            .map(name -> name.filter(text -> !text.isBlank()))
            .toList();
    Map<String, Long> often =
        given.stream()
            .flatMap(Optional::stream)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<String> numbers = IntStream.range(0, layers.size()).mapToObj(i -> "layer" + i).toList();
    List<String> names =
        IntStream.range(0, layers.size())
            .mapToObj(i -> given.get(i).filter(n -> often.get(n) == 1).orElse(numbers.get(i)))
            .toList();
    return Set.copyOf(names).size() == names.size() ? names : numbers;
  }
}
