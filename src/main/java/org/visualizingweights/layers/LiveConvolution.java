package org.visualizingweights.layers;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution as it is described to oneDNN: dead taps are left out, and there is as much padding
 * as the living ones need.
 *
 * @param anyWeights lets oneDNN choose the layout of the weights that it prefers
 * @param weights how they are stored
 */
record LiveConvolution(
    ConvolutionShape shape,
    memory.desc input,
    memory.desc output,
    memory.desc anyWeights,
    memory.desc weights,
    memory.desc bias,
    long[] strides,
    long[] before,
    long[] after) {

  private static final algorithm DIRECT = algorithm.convolution_direct;

  static LiveConvolution of(ConvolutionShape shape) {
    ConvolutionShape.Axis rows = shape.rows();
    ConvolutionShape.Axis columns = shape.columns();
    long[] weights = {shape.out(), shape.in(), rows.length(), columns.length()};
    long[] before = {shape.padding() - rows.from(), shape.padding() - columns.from()};
    return new LiveConvolution(
        shape,
        OneDnn.images(shape.input()),
        OneDnn.images(shape.output()),
        OneDnn.desc(memory.format_tag.any, weights),
        OneDnn.strided(
            weights,
            new long[] {
              1, shape.out(), shape.kernel() * shape.in() * shape.out(), shape.in() * shape.out()
            }),
        OneDnn.desc(memory.format_tag.a, shape.out()),
        new long[] {shape.stride(), shape.stride()},
        before,
        new long[] {
          after(rows, shape.stride(), before[0]), after(columns, shape.stride(), before[1])
        });
  }

  /** The padding that the last position of the living taps needs. */
  private static long after(ConvolutionShape.Axis axis, int stride, long before) {
    long end = (axis.outputSize() - 1) * stride + axis.length();
    return Math.max(0, end - axis.size() - before);
  }

  /** Forwards in training, with the weights in the layout that oneDNN prefers. */
  convolution_forward.primitive_desc forward() {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            prop_kind.forward_training, DIRECT, input, anyWeights, output, strides, before, after),
        OneDnn.engine());
  }

  convolution_backward_data.primitive_desc backwardInput() {
    return new convolution_backward_data.primitive_desc(
        new convolution_backward_data.desc(
            DIRECT, input, anyWeights, output, strides, before, after),
        OneDnn.engine(),
        forward());
  }

  convolution_backward_weights.primitive_desc backwardWeights() {
    return new convolution_backward_weights.primitive_desc(
        new convolution_backward_weights.desc(
            DIRECT, input, anyWeights, output, strides, before, after),
        OneDnn.engine(),
        forward());
  }

  /** Forwards outside of training, with a bias. */
  convolution_forward.primitive_desc withBias(primitive_attr attributes) {
    return withBias(DIRECT, input, output, attributes);
  }

  /** The same by Winograd's algorithm, with all arrays in the layouts that oneDNN prefers. */
  convolution_forward.primitive_desc byWinograd(primitive_attr attributes) {
    return withBias(
        algorithm.convolution_winograd,
        OneDnn.desc(memory.format_tag.any, shape.input()),
        OneDnn.desc(memory.format_tag.any, shape.output()),
        attributes);
  }

  private convolution_forward.primitive_desc withBias(
      algorithm algorithm, memory.desc from, memory.desc to, primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            prop_kind.forward_inference,
            algorithm,
            from,
            anyWeights,
            bias,
            to,
            strides,
            before,
            after),
        attributes,
        OneDnn.engine());
  }

  /** The living taps among all weights, or their gradients. */
  FloatPointer taps(FloatPointer weights) {
    return weights.getPointer(shape.tap(shape.rows().from(), shape.columns().from()));
  }
}
