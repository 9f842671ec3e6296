package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Optional;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of 3 x 3 taps by Winograd's algorithm (Lavin and Gray, <a
 * href="https://arxiv.org/abs/1509.09308">Fast Algorithms for Convolutional Neural Networks</a>),
 * which multiplies a quarter as often. Turning the weights into those that it multiplies with takes
 * long, so that it pays where they stay.
 */
final class FixedConvolutionByWinograd implements FixedConvolution {

  private static final int KERNEL = 3;

  private final PostOps postOps;
  private final FloatPointer input;
  private final FloatPointer weights;
  private final FloatPointer output;
  private final Kernel toInput;
  private final Kernel toWeights;
  private final Kernel toOutput;
  private final Kernel convolution;
  private final Kernel relu;
  private final Kernel fromOutput;
  private FloatPointer bias;

  private FixedConvolutionByWinograd(
      ConvolutionShape shape, PostOps postOps, convolution_forward.primitive_desc description) {
    this.postOps = postOps;
    LiveConvolution live = LiveConvolution.of(shape);
    memory.desc preferredInput = description.src_desc();
    memory.desc preferredWeights = description.weights_desc();
    memory.desc preferredOutput = description.dst_desc();
    this.input = OneDnn.floats(preferredInput);
    this.weights = OneDnn.floats(preferredWeights);
    this.output = OneDnn.floats(preferredOutput);
    this.toInput = Kernel.reorder(live.input(), preferredInput);
    this.toWeights = Kernel.reorder(live.weights(), preferredWeights);
    this.toOutput = Kernel.reorder(live.output(), preferredOutput);
    this.fromOutput = Kernel.reorder(preferredOutput, live.output());
    this.convolution =
        Kernel.of(new convolution_forward(description))
            .argument(DNNL_ARG_SRC, preferredInput)
            .argument(DNNL_ARG_WEIGHTS, preferredWeights)
            .argument(DNNL_ARG_BIAS, live.bias())
            .argument(DNNL_ARG_DST, preferredOutput)
            .build();
    this.relu = relu(preferredOutput);
  }

  private static Kernel relu(memory.desc layout) {
    var description =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_inference, algorithm.eltwise_relu, layout, ALMOST_ZERO, 0f),
            OneDnn.engine());
    return Kernel.of(new eltwise_forward(description))
        .argument(DNNL_ARG_SRC, layout)
        .argument(DNNL_ARG_DST, layout)
        .build();
  }

  /** Empty where oneDNN cannot: it needs AVX-512, and channels in sixteens. */
  static Optional<FixedConvolution> of(ConvolutionShape shape, PostOps postOps) {
    boolean square = shape.kernel() == KERNEL && shape.stride() == 1 && shape.allTapsLive();
    return square
        ? describe(shape, postOps).map(it -> new FixedConvolutionByWinograd(shape, postOps, it))
        : Optional.empty();
  }

  private static Optional<convolution_forward.primitive_desc> describe(
      ConvolutionShape shape, PostOps postOps) {
    try {
      // oneDNN leaves only the sum to the convolution.
      return Optional.of(
          LiveConvolution.of(shape).byWinograd(new PostOps(postOps.adds(), false).attributes()));
    } catch (RuntimeException e) {
      // This is how JavaCPP passes on that oneDNN has no such primitive.
      return Optional.empty();
    }
  }

  @Override
  public void load(FloatPointer weights, FloatPointer bias) {
    toWeights.run(weights, this.weights);
    this.bias = bias;
  }

  @Override
  public void run(FloatPointer from, FloatPointer to) {
    toInput.run(from, input);
    if (postOps.adds()) {
      toOutput.run(to, output);
    }
    convolution.run(input, weights, bias, output);
    if (postOps.relu()) {
      relu.run(output, output);
    }
    fromOutput.run(output, to);
  }
}
