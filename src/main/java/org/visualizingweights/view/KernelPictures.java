package org.visualizingweights.view;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.visualizingweights.UserError;
import org.visualizingweights.parameters.Kernels;
import org.visualizingweights.parameters.ParameterReader;

/**
 * The kernels of a convolution at the start of a run and at a later step.
 *
 * @param vertex the convolution
 * @param step when they were recorded
 * @param steps at which kernels were recorded
 * @param start their values, 32-bit floats, little-endian, [count, channels, height, width], in
 *     base64
 * @param now their values at {@code step}, in the same way
 */
record KernelPictures(
    String vertex,
    int step,
    List<Integer> steps,
    int count,
    int channels,
    int height,
    int width,
    String start,
    String now) {

  /**
   * Reads kernels.
   *
   * @param step for which they are wanted; by default, the last
   * @throws UserError where none were recorded
   */
  static KernelPictures read(ParameterReader reader, OptionalInt step) {
    List<Integer> steps = reader.kernelSteps();
    Optional<Kernels> start = reader.kernels(steps.isEmpty() ? 0 : steps.get(0));
    Optional<Kernels> now = reader.kernels(step.orElse(Integer.MAX_VALUE));
    if (start.isEmpty() || now.isEmpty()) {
      throw none();
    }
    Kernels last = now.get();
    return new KernelPictures(
        reader.layout().kernels(),
        last.iteration(),
        steps,
        last.count(),
        last.channels(),
        last.height(),
        last.width(),
        base64(start.get().values()),
        base64(last.values()));
  }

  static UserError none() {
    return UserError.unavailable("No kernels were recorded in this run up to this step.");
  }

  private static String base64(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
