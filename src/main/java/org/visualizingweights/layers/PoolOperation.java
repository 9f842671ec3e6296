package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** The maximum or average over windows; padding takes no part in either. */
final class PoolOperation implements Operation {

  private final long[] outputShape;
  private final Kernel forward;
  private final Kernel backward;

  /** Where the maxima were; averages need nothing of the kind. */
  private final Pointer[] workspace;

  private PoolOperation(
      algorithm kind, long[] input, long[] output, long[] outputShape, long[] kernel, Edges edges) {
    this.outputShape = outputShape;
    memory.desc from = OneDnn.images(input);
    memory.desc to = OneDnn.images(output);
    var forwardDescription =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                prop_kind.forward_training,
                kind,
                from,
                to,
                edges.stride,
                kernel,
                edges.before,
                edges.after),
            OneDnn.engine());
    var backwardDescription =
        new pooling_backward.primitive_desc(
            new pooling_backward.desc(
                kind, from, to, edges.stride, kernel, edges.before, edges.after),
            OneDnn.engine(),
            forwardDescription);
    Kernel.Builder forwards =
        Kernel.of(new pooling_forward(forwardDescription))
            .argument(DNNL_ARG_SRC, from)
            .argument(DNNL_ARG_DST, to);
    Kernel.Builder backwards =
        Kernel.of(new pooling_backward(backwardDescription))
            .argument(DNNL_ARG_DIFF_DST, to)
            .argument(DNNL_ARG_DIFF_SRC, from);
    if (kind == algorithm.pooling_max) {
      memory.desc maxima = forwardDescription.workspace_desc();
      forwards.argument(DNNL_ARG_WORKSPACE, maxima);
      backwards.argument(DNNL_ARG_WORKSPACE, maxima);
      this.workspace = new Pointer[] {new BytePointer(maxima.get_size())};
    } else {
      this.workspace = new Pointer[0];
    }
    this.forward = forwards.build();
    this.backward = backwards.build();
  }

  private record Edges(long[] stride, long[] before, long[] after) {}

  /** The maximum over square windows; output sizes are rounded down. */
  static PoolOperation maximum(long[] input, int kernel, int stride, int padding) {
    long height = (input[2] + 2L * padding - kernel) / stride + 1;
    long width = (input[3] + 2L * padding - kernel) / stride + 1;
    long[] after = {
      Math.max(0, (height - 1) * stride + kernel - input[2] - padding),
      Math.max(0, (width - 1) * stride + kernel - input[3] - padding)
    };
    long[] output = {input[0], input[1], height, width};
    return new PoolOperation(
        algorithm.pooling_max,
        input,
        output,
        output,
        new long[] {kernel, kernel},
        new Edges(new long[] {stride, stride}, new long[] {padding, padding}, after));
  }

  /** One value for each channel, as a vector. */
  static PoolOperation global(long[] input, boolean maximum) {
    return new PoolOperation(
        maximum ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding,
        input,
        new long[] {input[0], input[1], 1, 1},
        new long[] {input[0], input[1]},
        new long[] {input[2], input[3]},
        new Edges(new long[] {1, 1}, new long[2], new long[2]));
  }

  @Override
  public long[] outputShape() {
    return outputShape;
  }

  @Override
  public void forward(boolean training, FloatPointer input, FloatPointer output) {
    run(forward, input, output);
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    run(backward, outputGradient, inputGradient);
  }

  private void run(Kernel kernel, Pointer from, Pointer to) {
    if (workspace.length == 0) {
      kernel.run(from, to);
    } else {
      kernel.run(from, to, workspace[0]);
    }
  }
}
