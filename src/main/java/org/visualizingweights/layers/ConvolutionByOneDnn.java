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
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A convolution by oneDNN's primitives. Weights are brought into the format that each of the three
 * likes best, which for the sizes met here takes far less time than it saves; dead taps are left
 * out.
 */
final class ConvolutionByOneDnn implements ConvolutionPlan {

  private static final algorithm DIRECT = algorithm.convolution_direct;

  /** A primitive, the copy of the weights or their gradient that it works on, and the copying. */
  private record Part(Kernel kernel, Kernel reorder, FloatPointer weights) {}

  private final ConvolutionShape shape;
  private final memory.desc input;
  private final memory.desc output;
  private final memory.desc anyWeights;
  private final memory.desc liveWeights;
  private final long[] strides;
  private final long[] before;
  private final long[] after;
  private final convolution_forward.primitive_desc forwardDescription;
  private final Part forward;

  /** Made when first asked for: a network that is only evaluated, or frozen, lacks them. */
  private Part backwardInput;

  private Part backwardWeights;

  ConvolutionByOneDnn(ConvolutionShape shape) {
    this.shape = shape;
    int rows = shape.rows().length();
    int columns = shape.columns().length();
    this.input = OneDnn.images(shape.input());
    this.output = OneDnn.images(shape.output());
    long[] live = {shape.out(), shape.in(), rows, columns};
    this.anyWeights = OneDnn.desc(memory.format_tag.any, live);
    this.liveWeights =
        OneDnn.strided(
            live,
            new long[] {
              1, shape.out(), shape.kernel() * shape.in() * shape.out(), shape.in() * shape.out()
            });
    this.strides = new long[] {shape.stride(), shape.stride()};
    this.before =
        new long[] {
          shape.padding() - shape.rows().from(), shape.padding() - shape.columns().from()
        };
    this.after = new long[] {after(shape.rows(), before[0]), after(shape.columns(), before[1])};
    this.forwardDescription =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                prop_kind.forward_training,
                DIRECT,
                input,
                anyWeights,
                output,
                strides,
                before,
                after),
            OneDnn.attributes(),
            OneDnn.engine(),
            false);
    this.forward = forward();
  }

  /** The padding that the last position of the living taps needs. */
  private long after(ConvolutionShape.Span span, long before) {
    long end = (span.outputSize() - 1) * shape.stride() + span.length();
    return Math.max(0, end - span.size() - before);
  }

  @Override
  public void forward(FloatPointer input, FloatPointer weights, FloatPointer output) {
    forward.reorder.run(live(weights), forward.weights);
    forward.kernel.run(input, forward.weights, output);
  }

  @Override
  public void backwardInput(
      FloatPointer outputGradient, FloatPointer weights, FloatPointer inputGradient) {
    if (backwardInput == null) {
      backwardInput = inputPart();
    }
    backwardInput.reorder.run(live(weights), backwardInput.weights);
    backwardInput.kernel.run(outputGradient, backwardInput.weights, inputGradient);
  }

  @Override
  public void backwardWeights(
      FloatPointer input,
      FloatPointer outputGradient,
      FloatPointer weightGradient,
      boolean deadTapsAreZero) {
    if (backwardWeights == null) {
      backwardWeights = weightsPart();
    }
    backwardWeights.kernel.run(input, outputGradient, backwardWeights.weights);
    if (!shape.allTapsLive() && !deadTapsAreZero) {
      Pointer.memset(weightGradient, 0, shape.weights() * Float.BYTES);
    }
    backwardWeights.reorder.run(backwardWeights.weights, live(weightGradient));
  }

  private FloatPointer live(FloatPointer weights) {
    return Memory.at(weights, shape.tap(shape.rows().from(), shape.columns().from()));
  }

  private Part forward() {
    memory.desc liked = forwardDescription.weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_forward(forwardDescription))
            .argument(DNNL_ARG_SRC, input)
            .argument(DNNL_ARG_WEIGHTS, liked)
            .argument(DNNL_ARG_DST, output)
            .build();
    return new Part(kernel, Kernel.reorder(liveWeights, liked), floats(liked));
  }

  private Part inputPart() {
    var description =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                DIRECT, input, anyWeights, output, strides, before, after),
            OneDnn.attributes(),
            OneDnn.engine(),
            forwardDescription,
            false);
    memory.desc liked = description.weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_backward_data(description))
            .argument(DNNL_ARG_DIFF_DST, output)
            .argument(DNNL_ARG_WEIGHTS, liked)
            .argument(DNNL_ARG_DIFF_SRC, input)
            .build();
    return new Part(kernel, Kernel.reorder(liveWeights, liked), floats(liked));
  }

  private Part weightsPart() {
    var description =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                DIRECT, input, anyWeights, output, strides, before, after),
            OneDnn.attributes(),
            OneDnn.engine(),
            forwardDescription,
            false);
    memory.desc liked = description.diff_weights_desc();
    Kernel kernel =
        Kernel.of(new convolution_backward_weights(description))
            .argument(DNNL_ARG_SRC, input)
            .argument(DNNL_ARG_DIFF_DST, output)
            .argument(DNNL_ARG_DIFF_WEIGHTS, liked)
            .build();
    return new Part(kernel, Kernel.reorder(liked, liveWeights), floats(liked));
  }

  private static FloatPointer floats(memory.desc layout) {
    return new FloatPointer(layout.get_size() / Float.BYTES);
  }
}
