package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** A convolution without bias. */
final class ConvolutionOperation implements Operation {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;

  private final ConvolutionShape shape;
  private final ConvolutionPlan plan;
  private final ParameterLayer parameters;
  private final boolean frozen;
  private final boolean inputGradient;

  ConvolutionOperation(
      ConvolutionShape shape, ParameterLayer parameters, boolean frozen, boolean inputGradient) {
    this.shape = shape;
    this.plan = ConvolutionPlan.of(shape);
    this.parameters = parameters;
    this.frozen = frozen;
    this.inputGradient = inputGradient;
  }

  @Override
  public long[] outputShape() {
    return shape.output();
  }

  @Override
  public boolean hasInputGradient() {
    return inputGradient;
  }

  @Override
  public void forward(boolean training, FloatPointer input, FloatPointer output) {
    plan.forward(input, parameters.value(WEIGHTS), output);
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    if (hasInputGradient()) {
      plan.backwardInput(outputGradient, parameters.value(WEIGHTS), inputGradient);
    }
    if (!frozen) {
      FloatPointer gradient = parameters.gradient(WEIGHTS);
      plan.backwardWeights(input, outputGradient, gradient, parameters.gradientsAreAsLeftBy(this));
    }
  }
}
