package org.visualizingweights.layers;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;

/** Drops values at random, and scales those that stay so that their expectation does not change. */
final class DropoutOperation implements Operation {

  private final long[] shape;
  private final double retained;
  private final LongSupplier seed;
  private final float[] mask;
  private final FloatPointer nativeMask;
  private final Kernel multiply;
  private boolean dropping;

  /**
   * @param retained the probability of a value to stay
   * @param seed what the choice follows from, asked for at every training step
   */
  DropoutOperation(long[] shape, double retained, LongSupplier seed) {
    this.shape = shape;
    this.retained = retained;
    this.seed = seed;
    int length = Math.toIntExact(ArrayUtil.prodLong(shape));
    this.mask = new float[length];
    this.nativeMask = new FloatPointer(length);
    this.multiply = Kernel.elementwise(algorithm.binary_mul, length);
  }

  @Override
  public long[] outputShape() {
    return shape;
  }

  @Override
  public void forward(boolean training, FloatPointer input, FloatPointer output) {
    dropping = training;
    if (!training) {
      Pointer.memcpy(output, input, (long) mask.length * Float.BYTES);
      return;
    }
    SplittableRandom random = new SplittableRandom(seed.getAsLong());
    float scale = (float) (1 / retained);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < retained ? scale : 0f;
    }
    nativeMask.put(mask);
    multiply.run(input, nativeMask, output);
  }

  @Override
  public void backward(
      FloatPointer input, FloatPointer outputGradient, FloatPointer inputGradient) {
    if (dropping) {
      multiply.run(outputGradient, nativeMask, inputGradient);
    } else {
      Pointer.memcpy(inputGradient, outputGradient, (long) mask.length * Float.BYTES);
    }
  }
}
