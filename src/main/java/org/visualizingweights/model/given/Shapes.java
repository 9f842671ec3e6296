package org.visualizingweights.model.given;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/**
 * What the vertices of a graph put out where its input is of a certain type, and whether that is
 * what they were made for. Deeplearning4j's own way changes the graph so that it is.
 */
final class Shapes {
  /** For one image, in single precision a gigabyte: what no machine could train with a batch of. */
  private static final double MOST_NUMBERS = 1 << 28;

  private Shapes() {}

  /**
   * The types of what all vertices put out.
   *
   * @param order of the vertices, as they are computed
   * @throws RuntimeException of one kind or another, with a message, if the input does not fit
   */
  static Map<String, InputType> of(
      ComputationGraphConfiguration graph, List<String> order, InputType input) {
    Map<String, InputType> types = new HashMap<>();
    types.put(graph.getNetworkInputs().get(0), input);
    for (String name : order) {
      InputType[] inputs =
          graph.getVertexInputs().get(name).stream().map(types::get).toArray(InputType[]::new);
      GraphVertex vertex = graph.getVertices().get(name);
      if (vertex instanceof LayerVertex layer) {
        check(name, layer, inputs[0]);
      }
      InputType type = type(vertex, inputs);
      if (!isPositive(type)) {
        throw new IllegalStateException("%s would put out nothing".formatted(name));
      }
      if (numbers(type) > MOST_NUMBERS) {
        throw new IllegalStateException(
            "%s would put out far more numbers than fit in memory".formatted(name));
      }
      types.put(name, type);
    }
    return types;
  }

  /** Of what a loss alone puts out Deeplearning4j has another idea than its network. */
  private static InputType type(GraphVertex vertex, InputType[] inputs) {
    return vertex instanceof LayerVertex layer && GraphLayers.inner(layer) instanceof LossLayer
        ? inputs[0]
        : vertex.getOutputType(0, inputs);
  }

  private static boolean isPositive(InputType type) {
    return type.getType() == InputType.Type.RNN
        || LongStream.of(type.getShape()).allMatch(size -> size > 0);
  }

  private static double numbers(InputType type) {
    return type.getType() == InputType.Type.RNN
        ? 0
        : LongStream.of(type.getShape()).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private static void check(String name, LayerVertex vertex, InputType input) {
    InputPreProcessor before = vertex.getPreProcessor();
    if (before instanceof CnnToFeedForwardPreProcessor flat
        && input instanceof InputType.InputTypeConvolutional images) {
      checkFlat(name, flat, images);
    }
    InputType type = before == null ? input : before.getOutputType(input);
    Layer layer = GraphLayers.inner(vertex);
    if (layer instanceof FeedForwardLayer trained
        && !(layer instanceof LossLayer)
        && trained.getNIn() > 0
        && trained.getNIn() != width(type)) {
      throw new IllegalStateException(
          "%s takes %s, not %s".formatted(name, trained.getNIn(), width(type)));
    }
    if (layer instanceof ConvolutionLayer convolution
        && type instanceof InputType.InputTypeConvolutional images
        && convolution.getCnn2dDataFormat() != images.getFormat()) {
      throw new IllegalStateException(
          "%s takes %s".formatted(name, convolution.getCnn2dDataFormat()));
    }
  }

  private static void checkFlat(
      String name, CnnToFeedForwardPreProcessor flat, InputType.InputTypeConvolutional images) {
    if (flat.getInputHeight() > 0
        && (flat.getInputHeight() != images.getHeight()
            || flat.getInputWidth() != images.getWidth()
            || flat.getNumChannels() != images.getChannels()
            || flat.getFormat() != images.getFormat())) {
      throw new IllegalStateException(
          "%s takes %s x %s x %s, not %s x %s x %s"
              .formatted(
                  name,
                  flat.getNumChannels(),
                  flat.getInputHeight(),
                  flat.getInputWidth(),
                  images.getChannels(),
                  images.getHeight(),
                  images.getWidth()));
    }
  }

  /** Channels or features: what a layer of weights must have been made for. */
  private static long width(InputType type) {
    if (type instanceof InputType.InputTypeConvolutional images) {
      return images.getChannels();
    }
    if (type instanceof InputType.InputTypeRecurrent sequence) {
      return sequence.getSize();
    }
    return type.arrayElementsPerExample();
  }
}
