package org.visualizingweights.model.given;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.files.UnusableFile;

/**
 * What a network takes: images, as high as wide, in one array.
 *
 * @param channels 3, or 1, for which those of a picture become one
 * @param layout where the array has its channels
 * @param dataType of its numbers
 * @param sizes all heights that fit, from 1 to 1024, ascending
 * @param fixed whether its weights are for images of one size
 */
public record Input(
    int channels, ImageLayout layout, DataType dataType, List<Integer> sizes, boolean fixed) {
  static final int LARGEST = 1024;
  private static final List<Integer> CHANNELS = List.of(3, 1);

  /** Sizes that a message may list. */
  private static final int MOST_LISTED = 8;

  /** The parts of red, green and blue in a grey, as in ITU-R BT.601. */
  private static final float[] GREY = {0.299f, 0.587f, 0.114f};

  /** Where an array has the channels of its images. */
  public enum ImageLayout {
    /** {@code [batch, channels, height, width]}. */
    CHANNELS_FIRST,
    /** {@code [batch, height, width, channels]}. */
    CHANNELS_LAST,
    /** {@code [batch, channels * height * width]}. */
    FLAT
  }

  public Input {
    sizes = List.copyOf(sizes);
  }

  /** Three channels first, in single precision. */
  static Input from(int smallest) {
    return new Input(
        CHANNELS.get(0),
        ImageLayout.CHANNELS_FIRST,
        DataType.FLOAT,
        IntStream.rangeClosed(smallest, LARGEST).boxed().toList(),
        false);
  }

  /**
   * Finds out by trying.
   *
   * @param order of all vertices, as they are computed
   * @throws UnusableFile if the network takes no such images
   */
  static Input of(ComputationGraphConfiguration graph, List<String> order) throws UnusableFile {
    for (ImageLayout layout : List.of(layout(graph, order), ImageLayout.FLAT)) {
      for (int channels : CHANNELS) {
        List<Integer> sizes =
            IntStream.rangeClosed(1, LARGEST)
                .filter(size -> mismatch(graph, order, type(layout, channels, size)).isEmpty())
                .boxed()
                .toList();
        if (!sizes.isEmpty()) {
          boolean fixed = layout == ImageLayout.FLAT || isFixed(graph);
          return new Input(channels, layout, graph.getDataType(), sizes, fixed);
        }
      }
    }
    String why = mismatch(graph, order, type(layout(graph, order), 3, 224)).orElse("");
    throw new UnusableFile(
        "is of a network that takes no images of 1 or 3 channels, as high as wide: with 3 x 224 x"
            + " 224, "
            + ConfigurationJson.brief(why));
  }

  /** That of the first convolution. */
  private static ImageLayout layout(ComputationGraphConfiguration graph, List<String> order) {
    return order.stream()
        .map(graph.getVertices()::get)
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> GraphLayers.inner((LayerVertex) vertex))
        .filter(ConvolutionLayer.class::isInstance)
        .findFirst()
        .filter(layer -> ((ConvolutionLayer) layer).getCnn2dDataFormat() == CNN2DFormat.NHWC)
        .map(layer -> ImageLayout.CHANNELS_LAST)
        .orElse(ImageLayout.CHANNELS_FIRST);
  }

  private static boolean isFixed(ComputationGraphConfiguration graph) {
    return graph.getVertices().values().stream().anyMatch(Input::isFixed);
  }

  private static boolean isFixed(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        && (layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor
            || layer.getPreProcessor() instanceof FeedForwardToCnnPreProcessor);
  }

  /** Why images of a type do not fit; empty if they do. */
  private static Optional<String> mismatch(
      ComputationGraphConfiguration graph, List<String> order, InputType images) {
    try {
      Shapes.of(graph, order, images);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static InputType type(ImageLayout layout, int channels, int size) {
    return switch (layout) {
      case CHANNELS_FIRST -> InputType.convolutional(size, size, channels, CNN2DFormat.NCHW);
      case CHANNELS_LAST -> InputType.convolutional(size, size, channels, CNN2DFormat.NHWC);
      case FLAT -> InputType.feedForward((long) channels * size * size);
    };
  }

  /** The type of images of this size, as Deeplearning4j has it. */
  InputType type(int size) {
    return type(layout, channels, size);
  }

  /** Whether images of this height and width fit. */
  boolean takes(int size) {
    return sizes.contains(size);
  }

  /**
   * The size that is wanted, or else the smallest that fits, where the network's weights fix it.
   */
  public int sizeFor(int wanted) {
    return fixed && !takes(wanted) ? sizes.get(0) : wanted;
  }

  /** Why images of a size do not fit, as the end of a sentence; empty if they do. */
  public Optional<String> problem(int size) {
    return takes(size)
        ? Optional.empty()
        : Optional.of("takes images of %s, not of %s".formatted(allowed(), size));
  }

  private String allowed() {
    int first = sizes.get(0);
    int last = sizes.get(sizes.size() - 1);
    if (sizes.size() == 1) {
      return first == 1 ? "1 pixel" : first + " pixels";
    }
    if (last - first == sizes.size() - 1) {
      return last == LARGEST
          ? "at least %s pixels".formatted(first)
          : "%s to %s pixels".formatted(first, last);
    }
    List<String> some = sizes.stream().limit(MOST_LISTED).map(String::valueOf).toList();
    return String.join(", ", some) + (sizes.size() > MOST_LISTED ? " … pixels" : " pixels");
  }

  /**
   * Images as the network takes them.
   *
   * @param images {@code [batch, 3, size, size]}, in single precision
   * @return the same array where nothing has to be changed, else a new one
   */
  public INDArray of(INDArray images) {
    INDArray chosen = channels == CHANNELS.get(0) ? images : grey(images);
    INDArray laidOut =
        switch (layout) {
          case CHANNELS_FIRST -> chosen;
          case CHANNELS_LAST -> chosen.permute(0, 2, 3, 1).dup('c');
          case FLAT ->
              chosen.dup('c').reshape('c', chosen.size(0), chosen.length() / chosen.size(0));
        };
    return laidOut.castTo(dataType);
  }

  private static INDArray grey(INDArray images) {
    return images.mul(Nd4j.createFromArray(GREY).reshape(1, GREY.length, 1, 1)).sum(true, 1);
  }

  /** Labels {@code [batch, classes]} in the network's precision; where that is single, the same. */
  public INDArray labels(INDArray labels) {
    return labels.castTo(dataType);
  }
}
