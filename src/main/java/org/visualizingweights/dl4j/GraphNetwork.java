package org.visualizingweights.dl4j;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link ComputationGraph}. */
record GraphNetwork(ComputationGraph model, Wiring wiring) implements Dl4jNetwork {

  static GraphNetwork of(ComputationGraph graph) {
    return new GraphNetwork(
        graph,
        new Wiring(
            inOrder(graph)
                .map(
                    vertex ->
                        node(
                            graph.getConfiguration(),
                            vertex.getVertexName(),
                            Optional.ofNullable(vertex.getLayer())))
                .toList()));
  }

  private static Stream<GraphVertex> inOrder(ComputationGraph graph) {
    return IntStream.of(graph.topologicalSortOrder()).mapToObj(i -> graph.getVertices()[i]);
  }

  /** The vertices of a graph that need not have weights yet. */
  static List<Vertex> vertices(ComputationGraphConfiguration graph) {
    GraphIndices indices = new ComputationGraph(graph).calculateIndices();
    return new Wiring(
            IntStream.of(indices.getTopologicalSortOrder())
                .mapToObj(i -> indices.getIdxToName().get(i))
                .map(name -> node(graph, name, Optional.empty()))
                .toList())
        .vertices();
  }

  private static Dl4jVertex node(
      ComputationGraphConfiguration graph, String name, Optional<Layer> computing) {
    if (graph.getNetworkInputs().contains(name)) {
      return Dl4jVertex.input(name);
    }
    Object written = graph.getVertices().get(name);
    Object inner = written instanceof FrozenVertex frozen ? frozen.getUnderlying() : written;
    Optional<LayerVertex> layer =
        inner instanceof LayerVertex found ? Optional.of(found) : Optional.empty();
    return new Dl4jVertex(
        name,
        role(graph, name, inner),
        graph.getVertexInputs().get(name),
        computing,
        layer.map(found -> found.getLayerConf().getLayer()),
        preProcessor(inner));
  }

  private static Stream<Integer> inputs(GraphVertex vertex) {
    return Arrays.stream(vertex.getInputVertices()).map(VertexIndices::getVertexIndex);
  }

  private static Dl4jVertex.Role role(
      ComputationGraphConfiguration graph, String name, Object written) {
    if (graph.getNetworkOutputs().contains(name)) {
      return Dl4jVertex.Role.OUTPUT;
    } else if (written instanceof AttentionVertex) {
      return Dl4jVertex.Role.ATTENTION;
    }
    boolean single =
        written instanceof MergeVertex && graph.getVertexInputs().get(name).size() == 1;
    return single || written instanceof PreprocessorVertex
        ? Dl4jVertex.Role.VIEW
        : Dl4jVertex.Role.INNER;
  }

  private static boolean isOutput(ComputationGraph graph, GraphVertex vertex) {
    return graph.getConfiguration().getNetworkOutputs().contains(vertex.getVertexName());
  }

  private static Optional<InputPreProcessor> preProcessor(Object written) {
    if (written instanceof LayerVertex layer) {
      return Optional.ofNullable(layer.getPreProcessor());
    }
    return written instanceof PreprocessorVertex vertex
        ? Optional.of(vertex.getPreProcessor())
        : Optional.empty();
  }

  @Override
  public Map<String, INDArray> activations(List<INDArray> layers) {
    throw new IllegalArgumentException("a graph's activations come by vertex");
  }

  @Override
  public Map<String, INDArray> masks(Map<String, INDArray> activations) {
    INDArray[] features = model.getInputMaskArrays();
    if (features == null) {
      return Map.of();
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return masks(features);
    }
  }

  /**
   * Goes through the graph as Deeplearning4j did when it was given the masks; so its layers are
   * told of the same masks once more.
   */
  private Map<String, INDArray> masks(INDArray[] features) {
    Map<Integer, Pair<INDArray, MaskState>> passed = new HashMap<>();
    Map<String, INDArray> masks = new HashMap<>();
    for (GraphVertex vertex : inOrder(model).filter(each -> !isOutput(model, each)).toList()) {
      Pair<INDArray, MaskState> mask =
          vertex.isInputVertex()
              ? new Pair<>(features[vertex.getVertexIndex()], MaskState.Active)
              : passOn(vertex, passed);
      passed.put(vertex.getVertexIndex(), mask);
      if (mask != null && mask.getFirst() != null) {
        masks.put(vertex.getVertexName(), mask.getFirst());
      }
    }
    return masks;
  }

  private Pair<INDArray, MaskState> passOn(
      GraphVertex vertex, Map<Integer, Pair<INDArray, MaskState>> passed) {
    List<Integer> inputs = inputs(vertex).toList();
    INDArray[] masks = null; // as Deeplearning4j has it, where no input has a mask or ever could
    MaskState state = null;
    for (int i = 0; i < inputs.size(); i++) {
      Pair<INDArray, MaskState> mask = passed.get(inputs.get(i));
      if (mask != null) {
        masks = masks == null ? new INDArray[inputs.size()] : masks;
        masks[i] = mask.getFirst();
        state = state == null || state == MaskState.Passthrough ? mask.getSecond() : state;
      }
    }
    return vertex.feedForwardMaskArrays(masks, state, model.batchSize());
  }

  @Override
  public Map<String, Trainable> trainables() {
    Map<String, Trainable> trainables = new LinkedHashMap<>();
    inOrder(model)
        .filter(vertex -> vertex.numParams() > 0)
        .forEach(
            vertex ->
                trainables.put(
                    vertex.getVertexName(), isPlainLayer(vertex) ? vertex.getLayer() : vertex));
    return trainables;
  }

  /** A vertex that is frozen is more than the layer in it. */
  private static boolean isPlainLayer(GraphVertex vertex) {
    return vertex.hasLayer()
        && !(vertex instanceof org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex);
  }

  @Override
  public Collection<TrainingListener> listeners() {
    return model.getListeners();
  }

  @Override
  public int iteration() {
    return model.getIterationCount();
  }

  @Override
  public int epoch() {
    return model.getEpochCount();
  }

  @Override
  public String json() {
    return model.getConfiguration().toJson();
  }
}
