package org.visualizingweights.dl4j;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A vertex as Deeplearning4j has it.
 *
 * @param layer what computes it, where that is a layer, and the network has its weights
 * @param configuration of the layer, with all that wraps it
 * @param preProcessor of its input; of a vertex without a layer it is all that the vertex does
 */
record Dl4jVertex(
    String name,
    Role role,
    List<String> inputs,
    Optional<org.deeplearning4j.nn.api.Layer> layer,
    Optional<Layer> configuration,
    Optional<InputPreProcessor> preProcessor) {

  private static final List<Class<? extends ConvolutionLayer>> OF_OTHER_KERNELS =
      List.of(
          Convolution1DLayer.class,
          Convolution3D.class,
          Deconvolution2D.class,
          Deconvolution3D.class,
          DepthwiseConvolution2D.class,
          SeparableConvolution2D.class);

  /** What a vertex is to the network. */
  enum Role {
    INPUT,
    OUTPUT,
    /** A layer, or a vertex that puts out an array of its own. */
    INNER,
    /** A vertex that may put out the memory of what it takes. */
    VIEW,
    /** An attention that is no layer, as it takes several inputs. */
    ATTENTION
  }

  static Dl4jVertex input(String name) {
    return new Dl4jVertex(
        name, Role.INPUT, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  VertexKind kind() {
    return switch (role) {
      case INPUT -> VertexKind.INPUT;
      case OUTPUT -> VertexKind.OUTPUT;
      case ATTENTION -> VertexKind.ATTENTION;
      case INNER, VIEW ->
          configuration.map(Wrapping::innermost).map(VertexKind::of).orElse(VertexKind.OTHER);
    };
  }

  /** The order of channels that it takes, where its configuration says so. */
  Optional<ChannelOrder> takes() {
    return preProcessor
        .flatMap(ChannelOrder::taken)
        .or(() -> configuration.flatMap(ChannelOrder::of));
  }

  /** The order of channels that it gives, where its configuration says so. */
  Optional<ChannelOrder> gives() {
    return configuration
        .flatMap(ChannelOrder::of)
        .or(() -> preProcessor.flatMap(ChannelOrder::given));
  }

  /** Whether it has kernels of {@code [out, in, height, width]}. */
  boolean isConvolutionOfImages() {
    return configuration
        .map(Wrapping::innermost)
        .filter(ConvolutionLayer.class::isInstance)
        .filter(inner -> OF_OTHER_KERNELS.stream().noneMatch(type -> type.isInstance(inner)))
        .isPresent();
  }

  MemoryUse memoryUse() {
    if (role == Role.VIEW) {
      return MemoryUse.PASSED_ON;
    }
    return configuration.map(MemoryUse::of).orElse(MemoryUse.READ);
  }

  /** Whether the size of its weights adds to the loss. */
  boolean isRegularized() {
    return inner(BaseLayer.class)
        .filter(
            layer ->
                !(layer.getRegularization().isEmpty() && layer.getRegularizationBias().isEmpty()))
        .isPresent();
  }

  /** Over how many classes it computes the cross-entropy; empty where it computes another loss. */
  Optional<Integer> classes() {
    return inner(OutputLayer.class)
        .filter(layer -> layer.getActivationFn() instanceof ActivationSoftmax)
        .filter(layer -> layer.getLossFn() instanceof LossMCXENT loss && loss.getWeights() == null)
        .map(layer -> Math.toIntExact(layer.getNOut()));
  }

  private <T> Optional<T> inner(Class<T> type) {
    return configuration.map(Wrapping::innermost).filter(type::isInstance).map(type::cast);
  }
}
