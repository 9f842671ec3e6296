package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** A convolution by {@link ConvolutionByRows}, and a pass over its few results. */
final class FixedConvolutionByRows implements FixedConvolution {

  private final ConvolutionByRows rows;
  private final boolean adds;
  private final Kernel finish;
  private FloatPointer weights;
  private FloatPointer bias;

  FixedConvolutionByRows(ConvolutionShape shape, PostOps postOps) {
    this.rows = new ConvolutionByRows(shape);
    this.adds = postOps.adds();
    long pixels = shape.batch() * shape.rows().outputSize() * shape.columns().outputSize();
    memory.desc values = OneDnn.desc(memory.format_tag.ab, pixels, shape.out());
    memory.desc perChannel = OneDnn.desc(memory.format_tag.ab, 1, shape.out());
    var description =
        new binary.primitive_desc(
            new binary.desc(algorithm.binary_add, values, perChannel, values),
            new PostOps(false, postOps.relu()).attributes(),
            OneDnn.engine());
    this.finish =
        Kernel.of(new binary(description))
            .argument(DNNL_ARG_SRC_0, values)
            .argument(DNNL_ARG_SRC_1, perChannel)
            .argument(DNNL_ARG_DST, values)
            .build();
  }

  @Override
  public void load(FloatPointer weights, FloatPointer bias) {
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  public void run(FloatPointer input, FloatPointer output) {
    rows.forward(input, weights, output, adds);
    finish.run(output, bias, output);
  }
}
