package org.visualizingweights.layers;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of one shape with a bias, whose weights stay as they are for many batches, together
 * with what is done to its results.
 */
interface FixedConvolution {

  /**
   * oneDNN's ReLU turns NaN into zero, so that a network whose weights are NaN would look alive.
   * One that multiplies what is below zero passes NaN on, and what it leaves of finite values is
   * nothing beside any other.
   */
  float ALMOST_ZERO = 1e-30f;

  /**
   * The <a
   * href="https://oneapi-src.github.io/oneDNN/dev_guide_attributes_post_ops.html">post-ops</a> of a
   * convolution, in this order.
   *
   * @param adds whether what the output held before is added
   * @param relu whether all below zero becomes zero
   */
  record PostOps(boolean adds, boolean relu) {

    /** Has oneDNN do it. */
    primitive_attr attributes() {
      post_ops operations = new post_ops();
      if (adds) {
        operations.append_sum();
      }
      if (relu) {
        operations.append_eltwise(1f, algorithm.eltwise_relu, ALMOST_ZERO, 0f);
      }
      primitive_attr attributes = new primitive_attr();
      attributes.set_post_ops(operations);
      return attributes;
    }
  }

  /** Takes these from now on; they have to stay where they are. */
  void load(FloatPointer weights, FloatPointer bias);

  void run(FloatPointer input, FloatPointer output);

  /** What is fastest. */
  static FixedConvolution of(ConvolutionShape shape, PostOps postOps) {
    if (ConvolutionByRows.suits(shape)) {
      return new FixedConvolutionByRows(shape, postOps);
    }
    return FixedConvolutionByWinograd.of(shape, postOps)
        .orElseGet(() -> new FixedConvolutionByOneDnn(shape, postOps));
  }
}
