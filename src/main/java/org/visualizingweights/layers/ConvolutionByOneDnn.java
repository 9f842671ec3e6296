package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A convolution by oneDNN's primitives. Weights are brought into the layout that each of the three
 * prefers, which for the sizes met here takes far less time than it saves; dead taps are left out.
 */
final class ConvolutionByOneDnn implements ConvolutionPlan {

  /** A primitive, the copy of the weights or their gradient that it works on, and the copying. */
  private record Pass(Kernel kernel, Kernel reorder, FloatPointer weights) {}

  private final ConvolutionShape shape;
  private final LiveConvolution live;
  private final Pass forward;

  /** Made when first asked for: a network that is only evaluated, or frozen, lacks them. */
  private Pass backwardInput;

  private Pass backwardWeights;

  ConvolutionByOneDnn(ConvolutionShape shape) {
    this.shape = shape;
    this.live = LiveConvolution.of(shape);
    this.forward = forward();
  }

  @Override
  public void forward(FloatPointer input, FloatPointer weights, FloatPointer output) {
    forward.reorder.run(live.taps(weights), forward.weights);
    forward.kernel.run(input, forward.weights, output);
  }

  @Override
  public void backwardInput(
      FloatPointer outputGradient, FloatPointer weights, FloatPointer inputGradient) {
    if (backwardInput == null) {
      backwardInput = inputPass();
    }
    backwardInput.reorder.run(live.taps(weights), backwardInput.weights);
    backwardInput.kernel.run(outputGradient, backwardInput.weights, inputGradient);
  }

  @Override
  public void backwardWeights(
      FloatPointer input,
      FloatPointer outputGradient,
      FloatPointer weightGradient,
      boolean deadTapsAreZero) {
    if (backwardWeights == null) {
      backwardWeights = weightsPass();
    }
    backwardWeights.kernel.run(input, outputGradient, backwardWeights.weights);
    if (!shape.allTapsLive() && !deadTapsAreZero) {
      Pointer.memset(weightGradient, 0, shape.weights() * Float.BYTES);
    }
    backwardWeights.reorder.run(backwardWeights.weights, live.taps(weightGradient));
  }

  private Pass forward() {
    var description = live.forward();
    memory.desc preferred = description.weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_forward(description))
            .argument(DNNL_ARG_SRC, live.input())
            .argument(DNNL_ARG_WEIGHTS, preferred)
            .argument(DNNL_ARG_DST, live.output())
            .build();
    return new Pass(kernel, Kernel.reorder(live.weights(), preferred), OneDnn.floats(preferred));
  }

  private Pass inputPass() {
    var description = live.backwardInput();
    memory.desc preferred = description.weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_backward_data(description))
            .argument(DNNL_ARG_DIFF_DST, live.output())
            .argument(DNNL_ARG_WEIGHTS, preferred)
            .argument(DNNL_ARG_DIFF_SRC, live.input())
            .build();
    return new Pass(kernel, Kernel.reorder(live.weights(), preferred), OneDnn.floats(preferred));
  }

  private Pass weightsPass() {
    var description = live.backwardWeights();
    memory.desc preferred = description.diff_weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_backward_weights(description))
            .argument(DNNL_ARG_SRC, live.input())
            .argument(DNNL_ARG_DIFF_DST, live.output())
            .argument(DNNL_ARG_DIFF_WEIGHTS, preferred)
            .build();
    return new Pass(kernel, Kernel.reorder(preferred, live.weights()), OneDnn.floats(preferred));
  }
}
