package org.visualizingweights.activations;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The five vertices that are captured unless told otherwise, of a batch of 64 at 32 pixels, with
 * the channels last in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CaptureBenchmark {
  private static final List<String> NAMES =
      List.of("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x");

  private final HostReduction reduction =
      new HostReduction(new CaptureSettings(NAMES, 1, 40, 0, 10));
  private List<Activations> activations;

  @Setup
  public void draw() {
    Nd4j.getRandom().setSeed(1);
    activations =
        List.of(
            Activations.of("conv1", channelsLast(Nd4j.randn(64, 64, 16, 16))),
            Activations.of("conv2_x", rectified(64, 64, 8, 8)),
            Activations.of("conv3_x", rectified(64, 128, 4, 4)),
            Activations.of("conv4_x", rectified(64, 256, 2, 2)),
            Activations.of("conv5_x", rectified(64, 512, 1, 1)));
  }

  private static INDArray rectified(long... shape) {
    return channelsLast(Nd4j.math().max(Nd4j.randn(shape), Nd4j.zeros(shape)));
  }

  private static INDArray channelsLast(INDArray batch) {
    return batch.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
  }

  @Benchmark
  public List<Capture> capture() {
    return reduction.capture(activations);
  }
}
