package org.visualizingweights.layers;

/**
 * The sizes of one convolution, and which part of its kernel is alive: with small images, some taps
 * of a kernel only ever meet the padding around them. Their products are zero, and so are their
 * gradients.
 */
record ConvolutionShape(
    long batch,
    long in,
    long height,
    long width,
    long out,
    int kernel,
    int stride,
    int padding,
    Axis rows,
    Axis columns) {

  /**
   * Along one axis: the first living tap, the one after the last, and the size of the output.
   *
   * @param size the input's size
   */
  record Axis(int from, int to, long size, long outputSize, int stride, int padding) {

    static Axis of(long size, int kernel, int stride, int padding) {
      long output = (size + 2L * padding - kernel) / stride + 1;
      if (output < 1) {
        throw new IllegalArgumentException(
            "A kernel of "
                + kernel
                + " with padding "
                + padding
                + " does not fit an image of "
                + size);
      }
      // The first tap of the last position and the last tap of the first reach furthest inside.
      int from = kernel;
      int to = 0;
      for (int tap = 0; tap < kernel; tap++) {
        for (long position = 0; position < output; position++) {
          long pixel = position * stride - padding + tap;
          if (pixel >= 0 && pixel < size) {
            from = Math.min(from, tap);
            to = tap + 1;
            break;
          }
        }
      }
      return new Axis(from, to, size, output, stride, padding);
    }

    int length() {
      return to - from;
    }

    /** The pixel that a tap meets at an output position; outside of the image if padding. */
    long pixel(long position, int tap) {
      return position * stride - padding + tap;
    }

    /** The first tap that meets a pixel at an output position. */
    int firstTap(long position) {
      return (int) Math.max(from, padding - position * stride);
    }

    /** One after the last tap that meets a pixel at an output position. */
    int endTap(long position) {
      return (int) Math.min(to, size + padding - position * stride);
    }
  }

  static ConvolutionShape of(long[] input, long out, int kernel, int stride, int padding) {
    return new ConvolutionShape(
        input[0],
        input[1],
        input[2],
        input[3],
        out,
        kernel,
        stride,
        padding,
        Axis.of(input[2], kernel, stride, padding),
        Axis.of(input[3], kernel, stride, padding));
  }

  long[] input() {
    return new long[] {batch, in, height, width};
  }

  long[] output() {
    return new long[] {batch, out, rows.outputSize(), columns.outputSize()};
  }

  /** Where the weights of a tap begin, in floats: they are stored tap by tap. */
  long tap(int row, int column) {
    return ((long) row * kernel + column) * in * out;
  }

  /** The number of weights. */
  long weights() {
    return (long) kernel * kernel * in * out;
  }

  boolean allTapsLive() {
    return rows.length() == kernel && columns.length() == kernel;
  }
}
