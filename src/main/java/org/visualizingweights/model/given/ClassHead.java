package org.visualizingweights.model.given;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.visualizingweights.files.UnusableFile;

/**
 * The last vertex with parameters, whose outputs are the classes; between it and the loss is
 * nothing that could be trained.
 *
 * @param vertex that has it
 */
record ClassHead(String vertex) {
  private static final int ROWS = 2;

  /**
   * Finds it, from the loss backwards.
   *
   * @throws UnusableFile if the network is no classifier
   */
  static ClassHead of(ComputationGraphConfiguration graph) throws UnusableFile {
    String output = graph.getNetworkOutputs().get(0);
    if (layer(graph, output).flatMap(ClassHead::loss).isEmpty()) {
      throw new UnusableFile(
          "is of a network that cannot be trained on classes: %s is no output layer with a loss"
              .formatted(output));
    }
    String name = output;
    while (GraphLayers.parameters(graph, name) == 0) {
      List<String> inputs = graph.getVertexInputs().get(name);
      if (inputs.size() != 1 || graph.getNetworkInputs().contains(inputs.get(0))) {
        throw notFound("%s has several inputs, or the images".formatted(name));
      }
      name = inputs.get(0);
    }
    boolean hasOutputs =
        layer(graph, name)
            .filter(layer -> layer instanceof FeedForwardLayer)
            .filter(layer -> !(layer instanceof BatchNormalization))
            .isPresent();
    if (!hasOutputs) {
      throw notFound("%s is no layer with a number of outputs".formatted(name));
    }
    return new ClassHead(name);
  }

  private static UnusableFile notFound(String why) {
    return new UnusableFile("is of a network whose last layer cannot be fitted to classes: " + why);
  }

  private static Optional<Layer> layer(ComputationGraphConfiguration graph, String name) {
    return graph.getVertices().get(name) instanceof LayerVertex vertex
        ? Optional.of(GraphLayers.inner(vertex))
        : Optional.empty();
  }

  private static Optional<ILossFunction> loss(Layer layer) {
    if (layer instanceof LossLayer alone) {
      return Optional.ofNullable(alone.getLossFn());
    }
    return layer instanceof BaseOutputLayer output
        ? Optional.ofNullable(output.getLossFn())
        : Optional.empty();
  }

  private FeedForwardLayer head(ComputationGraphConfiguration graph) {
    return (FeedForwardLayer) layer(graph, vertex).orElseThrow();
  }

  /** The classes that it has in a configuration. */
  long outputs(ComputationGraphConfiguration graph) {
    return head(graph).getNOut();
  }

  /** Makes it anew for so many classes. */
  void fit(ComputationGraphConfiguration graph, int classes) {
    head(graph).setNOut(classes);
  }

  /**
   * Has it, and the loss, trained whatever the configuration says.
   *
   * @return whether it was frozen
   */
  boolean release(ComputationGraphConfiguration graph) {
    boolean wasFrozen = GraphLayers.isFrozen(vertex(graph, vertex));
    for (String name : List.of(vertex, graph.getNetworkOutputs().get(0))) {
      LayerVertex found = vertex(graph, name);
      String layerName = found.getLayerConf().getLayer().getLayerName();
      found.getLayerConf().setLayer(GraphLayers.inner(found));
      found.getLayerConf().getLayer().setLayerName(layerName);
    }
    return wasFrozen;
  }

  private static LayerVertex vertex(ComputationGraphConfiguration graph, String name) {
    return (LayerVertex) graph.getVertices().get(name);
  }

  /**
   * Why the graph puts out no {@code [batch, classes]} that its loss could compare with classes, in
   * a sentence; empty if it does.
   *
   * @param types what its vertices put out
   */
  static Optional<String> mistake(
      ComputationGraphConfiguration graph, Map<String, InputType> types, int classes) {
    String output = graph.getNetworkOutputs().get(0);
    InputType type = types.get(output);
    if (type.getType() != InputType.Type.FF || type.arrayElementsPerExample() != classes) {
      return Optional.of("%s puts out %s, not %s classes".formatted(output, type, classes));
    }
    BaseLayer layer = (BaseLayer) layer(graph, output).orElseThrow();
    ILossFunction loss = loss(layer).orElseThrow();
    INDArray labels = Nd4j.zeros(graph.getDataType(), ROWS, classes);
    labels.putScalar(0, 0, 1);
    labels.putScalar(1, classes - 1, 1);
    try {
      INDArray outputs = Nd4j.zeros(graph.getDataType(), ROWS, classes);
      loss.computeScore(labels, outputs, layer.getActivationFn(), null, true);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          "its loss, %s, cannot compare %s classes: %s"
              .formatted(
                  loss.getClass().getSimpleName(),
                  classes,
                  ConfigurationJson.brief(String.valueOf(e.getMessage()))));
    }
  }
}
