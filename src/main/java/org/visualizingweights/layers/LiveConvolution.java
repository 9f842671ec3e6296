package org.visualizingweights.layers;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What oneDNN is told of a convolution: dead taps are left out, and there is as much padding as the
 * living ones need.
 *
 * @param anyWeights lets oneDNN choose how it wants the weights
 * @param weights how they are stored
 */
record LiveConvolution(
    memory.desc input,
    memory.desc output,
    memory.desc anyWeights,
    memory.desc weights,
    memory.desc bias,
    long firstTap,
    long[] strides,
    long[] before,
    long[] after) {

  static LiveConvolution of(ConvolutionShape shape) {
    ConvolutionShape.Span rows = shape.rows();
    ConvolutionShape.Span columns = shape.columns();
    long[] weights = {shape.out(), shape.in(), rows.length(), columns.length()};
    long[] before = {shape.padding() - rows.from(), shape.padding() - columns.from()};
    return new LiveConvolution(
        OneDnn.images(shape.input()),
        OneDnn.images(shape.output()),
        OneDnn.desc(memory.format_tag.any, weights),
        OneDnn.strided(
            weights,
            new long[] {
              1, shape.out(), shape.kernel() * shape.in() * shape.out(), shape.in() * shape.out()
            }),
        OneDnn.desc(memory.format_tag.a, shape.out()),
        shape.tap(rows.from(), columns.from()),
        new long[] {shape.stride(), shape.stride()},
        before,
        new long[] {
          after(rows, shape.stride(), before[0]), after(columns, shape.stride(), before[1])
        });
  }

  /** The padding that the last position of the living taps needs. */
  private static long after(ConvolutionShape.Span span, int stride, long before) {
    long end = (span.outputSize() - 1) * stride + span.length();
    return Math.max(0, end - span.size() - before);
  }

  /** A pass outside of training, with a bias. */
  convolution_forward.primitive_desc withBias(
      algorithm algorithm, memory.desc input, memory.desc output, primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            prop_kind.forward_inference,
            algorithm,
            input,
            anyWeights,
            bias,
            output,
            strides,
            before,
            after),
        attributes,
        OneDnn.engine(),
        false);
  }

  /** The living taps among all weights, or their gradients. */
  FloatPointer taps(FloatPointer weights) {
    return Memory.at(weights, firstTap);
  }
}
