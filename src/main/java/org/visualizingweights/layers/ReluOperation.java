package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;

/**
 * max(x, 0), with gradient 0 at 0.
 *
 * <p>oneDNN's own ReLU turns NaN into 0, so that a network whose weights are NaN would look alive.
 * A binary maximum gives its second argument where there is a NaN, and so passes it on.
 */
final class ReluOperation implements Operation {

  private final long[] shape;
  private final FloatPointer zeros;
  private final Kernel forward;
  private final Kernel backward;

  ReluOperation(long[] shape) {
    this.shape = shape;
    long length = ArrayUtil.prodLong(shape);
    this.zeros = new FloatPointer(length);
    Pointer.memset(zeros, 0, length * Float.BYTES);
    memory.desc flat = OneDnn.desc(memory.format_tag.a, length);
    this.forward = Kernel.elementwise(algorithm.binary_max, length);
    this.backward = backwardKernel(flat);
  }

  private static Kernel backwardKernel(memory.desc flat) {
    algorithm relu = algorithm.eltwise_relu;
    var forward =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(prop_kind.forward_training, relu, flat, 0f, 0f),
            OneDnn.engine());
    var backward =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(relu, flat, flat, 0f, 0f), OneDnn.engine(), forward);
    return Kernel.of(new eltwise_backward(backward))
        .argument(DNNL_ARG_SRC, flat)
        .argument(DNNL_ARG_DIFF_DST, flat)
        .argument(DNNL_ARG_DIFF_SRC, flat)
        .build();
  }

  @Override
  public long[] outputShape() {
    return shape;
  }

  @Override
  public void forward(boolean training, FloatPointer input, FloatPointer output) {
    forward.run(zeros, input, output);
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    backward.run(input, outputGradient, inputGradient);
  }
}
