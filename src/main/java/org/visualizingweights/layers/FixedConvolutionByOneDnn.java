package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** A convolution by a primitive of oneDNN's, which does all that follows as well. */
final class FixedConvolutionByOneDnn implements FixedConvolution {

  private final LiveConvolution live;
  private final Kernel reorder;
  private final Kernel kernel;
  private final FloatPointer weights;
  private FloatPointer bias;

  FixedConvolutionByOneDnn(ConvolutionShape shape, PostOps postOps) {
    this.live = LiveConvolution.of(shape);
    var description = live.withBias(postOps.attributes());
    memory.desc preferred = description.weights_desc();
    this.reorder = Kernel.reorder(live.weights(), preferred);
    this.weights = OneDnn.floats(preferred);
    this.kernel =
        Kernel.of(new convolution_forward(description))
            .argument(DNNL_ARG_SRC, live.input())
            .argument(DNNL_ARG_WEIGHTS, preferred)
            .argument(DNNL_ARG_BIAS, live.bias())
            .argument(DNNL_ARG_DST, live.output())
            .build();
  }

  @Override
  public void load(FloatPointer weights, FloatPointer bias) {
    reorder.run(live.taps(weights), this.weights);
    this.bias = bias;
  }

  @Override
  public void run(FloatPointer input, FloatPointer output) {
    kernel.run(input, weights, bias, output);
  }
}
