package org.visualizingweights.layers;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The 3x3 convolutions inside each stage, for images of 32 pixels and batches of 64. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvolutionBenchmark {
  private static final int BATCH = 64;

  @Param({"conv2_x", "conv3_x", "conv4_x", "conv5_x"})
  private String stage;

  private ConvolutionPlan plan;
  private FloatPointer input;
  private FloatPointer output;
  private FloatPointer weights;

  @Setup
  public void allocate() {
    int index = stage.charAt(4) - '2';
    int channels = 64 << index;
    int pixels = 8 >> index;
    plan =
        ConvolutionPlan.of(
            ConvolutionShape.of(new long[] {BATCH, channels, pixels, pixels}, channels, 3, 1, 1));
    input = ones((long) BATCH * channels * pixels * pixels);
    output = ones((long) BATCH * channels * pixels * pixels);
    weights = ones(9L * channels * channels);
  }

  private static FloatPointer ones(long length) {
    FloatPointer values = new FloatPointer(length);
    for (long i = 0; i < length; i++) {
      values.put(i, 1);
    }
    return values;
  }

  @Benchmark
  public void forward() {
    plan.forward(input, weights, output);
  }

  @Benchmark
  public void backwardInput() {
    plan.backwardInput(output, weights, input);
  }

  @Benchmark
  public void backwardWeights() {
    plan.backwardWeights(input, output, weights, true);
  }
}
