package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of one shape, prepared. Images have their channels last; weights are stored tap by
 * tap, {@code [row][column][in][out]}.
 */
interface ConvolutionPlan {

  void forward(FloatPointer input, FloatPointer weights, FloatPointer output);

  /** The loss's gradient at the input, from that at the output. */
  void backwardInput(FloatPointer outputGradient, FloatPointer weights, FloatPointer inputGradient);

  /**
   * The loss's gradient at the weights; zero where a tap meets nothing but padding.
   *
   * @param deadTapsAreZero whether those zeros are there already
   */
  void backwardWeights(
      FloatPointer input,
      FloatPointer outputGradient,
      FloatPointer weightGradient,
      boolean deadTapsAreZero);

  /** What is fastest. */
  static ConvolutionPlan of(ConvolutionShape shape) {
    return ConvolutionByRows.suits(shape)
        ? new ConvolutionByRows(shape)
        : new ConvolutionByOneDnn(shape);
  }
}
