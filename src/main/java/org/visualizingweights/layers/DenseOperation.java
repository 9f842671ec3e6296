package org.visualizingweights.layers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * A linear map with bias. Deeplearning4j keeps the weights {@code [in, out]} column by column,
 * which is oneDNN's {@code [out, in]} row by row. Only the forward product is slow on that, and
 * works on a copy in its preferred layout.
 */
final class DenseOperation implements Operation {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private final ParameterLayer parameters;
  private final long[] outputShape;
  private final Kernel toPreferredWeights;
  private final FloatPointer preferredWeights;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeights;

  DenseOperation(long[] inputShape, long out, ParameterLayer parameters) {
    this.parameters = parameters;
    this.outputShape = new long[] {inputShape[0], out};
    memory.desc input = OneDnn.desc(memory.format_tag.ab, inputShape);
    memory.desc output = OneDnn.desc(memory.format_tag.ab, outputShape);
    memory.desc weights = OneDnn.desc(memory.format_tag.ab, out, inputShape[1]);
    memory.desc anyWeights = OneDnn.desc(memory.format_tag.any, out, inputShape[1]);
    memory.desc bias = OneDnn.desc(memory.format_tag.a, out);
    var forwardDescription =
        new inner_product_forward.primitive_desc(
            new inner_product_forward.desc(
                prop_kind.forward_training, input, anyWeights, bias, output),
            OneDnn.engine());
    memory.desc preferred = forwardDescription.weights_desc();
    this.preferredWeights = OneDnn.floats(preferred);
    this.toPreferredWeights = Kernel.reorder(weights, preferred);
    this.forward =
        Kernel.of(new inner_product_forward(forwardDescription))
            .argument(DNNL_ARG_SRC, input)
            .argument(DNNL_ARG_WEIGHTS, preferred)
            .argument(DNNL_ARG_BIAS, bias)
            .argument(DNNL_ARG_DST, output)
            .build();
    this.backwardInput =
        Kernel.of(
                new inner_product_backward_data(
                    new inner_product_backward_data.primitive_desc(
                        new inner_product_backward_data.desc(input, weights, output),
                        OneDnn.engine(),
                        forwardDescription)))
            .argument(DNNL_ARG_DIFF_DST, output)
            .argument(DNNL_ARG_WEIGHTS, weights)
            .argument(DNNL_ARG_DIFF_SRC, input)
            .build();
    this.backwardWeights =
        Kernel.of(
                new inner_product_backward_weights(
                    new inner_product_backward_weights.primitive_desc(
                        new inner_product_backward_weights.desc(input, weights, bias, output),
                        OneDnn.engine(),
                        forwardDescription)))
            .argument(DNNL_ARG_SRC, input)
            .argument(DNNL_ARG_DIFF_DST, output)
            .argument(DNNL_ARG_DIFF_WEIGHTS, weights)
            .argument(DNNL_ARG_DIFF_BIAS, bias)
            .build();
  }

  @Override
  public long[] outputShape() {
    return outputShape;
  }

  @Override
  public void forward(boolean training, FloatPointer input, FloatPointer output) {
    toPreferredWeights.run(parameters.value(WEIGHTS), preferredWeights);
    forward.run(input, preferredWeights, parameters.value(BIAS), output);
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    backwardInput.run(outputGradient, parameters.value(WEIGHTS), inputGradient);
    backwardWeights.run(
        input, outputGradient, parameters.gradient(WEIGHTS), parameters.gradient(BIAS));
  }
}
