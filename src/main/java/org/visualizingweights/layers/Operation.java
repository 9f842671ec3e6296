package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;

/**
 * What a layer computes, prepared for inputs of one shape. All arrays are dense, images with their
 * channels last ({@link DenseArray}).
 */
interface Operation {

  /** {@code [batch, channels, height, width]} or {@code [batch, features]}. */
  long[] outputShape();

  /**
   * @param training whether a training step is being made: batch statistics, dropout
   */
  void forward(boolean training, FloatPointer input, FloatPointer output);

  /**
   * From the loss's gradient at the output of the last forward pass to that at its input and, where
   * there are parameters, at those.
   */
  void backward(FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient);

  /** Whether anybody wants the gradient at the input; if not, backward passes write none. */
  default boolean hasInputGradient() {
    return true;
  }
}
