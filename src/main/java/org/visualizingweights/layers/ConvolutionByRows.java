package org.visualizingweights.layers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A convolution with few output pixels, as matrix products over the batch.
 *
 * <p>With channels last, the pixels that one row of a kernel meets at one output position lie side
 * by side, and so do that row's weights. So every row at every position is one product: batch x
 * (pixels x in) by (taps x in) x out. Taps that meet padding take no part, and the weights are used
 * where they are. oneDNN's own convolutions work along the width of an image and are at a loss
 * where that is 1 or 2.
 */
final class ConvolutionByRows implements ConvolutionPlan {

  /**
   * A run of taps of one kernel row at one output position; all offsets in floats.
   *
   * @param first whether this is the position's first row
   */
  private record Row(long input, long weights, long output, long length, boolean first) {}

  /** A part of a row for the weights' gradient; fresh if nothing was written there before. */
  private record Piece(long input, long weights, long output, long length, boolean fresh) {}

  private final ConvolutionShape shape;
  private final long inputStep;
  private final long outputStep;
  private final List<Row> rows = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final boolean everyTapWritten;
  private final FloatPointer outputGradientBatchLast;
  private final FloatPointer inputGradientBatchLast;
  private final Kernel toBatchLast;
  private final Kernel fromBatchLast;

  /** Whether the output is a handful of pixels, each of which meets the image. */
  static boolean suits(ConvolutionShape shape) {
    long pixels = shape.rows().outputSize() * shape.columns().outputSize();
    return pixels <= 4 && shape.padding() < shape.kernel();
  }

  ConvolutionByRows(ConvolutionShape shape) {
    this.shape = shape;
    this.inputStep = shape.in() * shape.height() * shape.width();
    this.outputStep = shape.out() * shape.rows().outputSize() * shape.columns().outputSize();
    boolean[] written = new boolean[shape.kernel() * shape.kernel()];
    for (long y = 0; y < shape.rows().outputSize(); y++) {
      for (long x = 0; x < shape.columns().outputSize(); x++) {
        addPosition(y, x, written);
      }
    }
    boolean every = true;
    for (boolean tap : written) {
      every &= tap;
    }
    this.everyTapWritten = every;
    this.outputGradientBatchLast = new FloatPointer(shape.batch() * outputStep);
    this.inputGradientBatchLast = new FloatPointer(shape.batch() * inputStep);
    this.toBatchLast = Kernel.reorder(batchFirst(outputStep), batchLast(outputStep));
    this.fromBatchLast = Kernel.reorder(batchLast(inputStep), batchFirst(inputStep));
  }

  private memory.desc batchFirst(long step) {
    return OneDnn.strided(new long[] {shape.batch(), step}, new long[] {step, 1});
  }

  private memory.desc batchLast(long step) {
    return OneDnn.strided(new long[] {shape.batch(), step}, new long[] {1, shape.batch()});
  }

  private void addPosition(long y, long x, boolean[] written) {
    int firstRow = shape.rows().firstTap(y);
    int from = shape.columns().firstTap(x);
    int to = shape.columns().endTap(x);
    long output = (y * shape.columns().outputSize() + x) * shape.out();
    for (int row = firstRow; row < shape.rows().endTap(y); row++) {
      long input = inputOffset(y, row, x, from);
      rows.add(
          new Row(input, shape.tap(row, from), output, (to - from) * shape.in(), row == firstRow));
      addPieces(row, from, to, input, output, written);
    }
  }

  private long inputOffset(long y, int row, long x, int column) {
    long pixel = shape.rows().pixel(y, row) * shape.width() + shape.columns().pixel(x, column);
    return pixel * shape.in();
  }

  /** Splits a row where taps written to before end or begin. */
  private void addPieces(int row, int from, int to, long input, long output, boolean[] written) {
    int start = from;
    for (int tap = from; tap < to; tap++) {
      boolean fresh = !written[row * shape.kernel() + start];
      boolean last = tap + 1 == to;
      if (last || written[row * shape.kernel() + tap + 1] == fresh) {
        pieces.add(
            new Piece(
                input + (start - from) * shape.in(),
                shape.tap(row, start),
                output,
                (tap + 1 - start) * shape.in(),
                fresh));
        start = tap + 1;
      }
    }
    for (int tap = from; tap < to; tap++) {
      written[row * shape.kernel() + tap] = true;
    }
  }

  @Override
  public void forward(FloatPointer input, FloatPointer weights, FloatPointer output) {
    forward(input, weights, output, false);
  }

  /**
   * @param adds whether the results are added to what the output holds
   */
  void forward(FloatPointer input, FloatPointer weights, FloatPointer output, boolean adds) {
    for (Row row : rows) {
      OneDnn.gemm(
          false,
          shape.batch(),
          shape.out(),
          row.length,
          input.getPointer(row.input),
          inputStep,
          weights.getPointer(row.weights),
          shape.out(),
          row.first && !adds ? 0f : 1f,
          output.getPointer(row.output),
          outputStep);
    }
  }

  /**
   * On transposed gradients, batch last: oneDNN's matrix product is half as fast where the larger
   * of its factors, here the weights, is to be transposed.
   */
  @Override
  public void backwardInput(
      FloatPointer outputGradient, FloatPointer weights, FloatPointer inputGradient) {
    toBatchLast.run(outputGradient, outputGradientBatchLast);
    Pointer.memset(inputGradientBatchLast, 0, shape.batch() * inputStep * Float.BYTES);
    for (Row row : rows) {
      OneDnn.gemm(
          false,
          row.length,
          shape.batch(),
          shape.out(),
          weights.getPointer(row.weights),
          shape.out(),
          outputGradientBatchLast.getPointer(row.output * shape.batch()),
          shape.batch(),
          1f,
          inputGradientBatchLast.getPointer(row.input * shape.batch()),
          shape.batch());
    }
    fromBatchLast.run(inputGradientBatchLast, inputGradient);
  }

  @Override
  public void backwardWeights(
      FloatPointer input,
      FloatPointer outputGradient,
      FloatPointer weightGradient,
      boolean deadTapsAreZero) {
    if (!everyTapWritten && !deadTapsAreZero) {
      Pointer.memset(weightGradient, 0, shape.weights() * Float.BYTES);
    }
    for (Piece piece : pieces) {
      OneDnn.gemm(
          true,
          piece.length,
          shape.out(),
          shape.batch(),
          input.getPointer(piece.input),
          inputStep,
          outputGradient.getPointer(piece.output),
          outputStep,
          piece.fresh ? 0f : 1f,
          weightGradient.getPointer(piece.weights),
          shape.out());
    }
  }
}
