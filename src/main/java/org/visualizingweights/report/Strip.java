package org.visualizingweights.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one vertex did, as a table of counts: a column each step, or each few steps, a row each
 * range of values.
 *
 * @param name of the vertex
 * @param note about it, short
 * @param cells of each column: counts per step from the lowest row to the highest
 * @param rowPixels the height of each row, in device pixels
 * @param outside of each column: counts below the rows, above them, and of what is no finite number
 * @param ticks of the axis of values
 */
record Strip(
    String name,
    String note,
    List<double[]> cells,
    int[] rowPixels,
    List<Outside> outside,
    List<RowTick> ticks) {

  /** What lies in no row, and all there is. */
  record Outside(long below, long above, long notFinite, long all) {}

  /**
   * A value that the axis names.
   *
   * @param row where it lies: 0 is the lower edge of the lowest row, 1 its upper edge
   */
  record RowTick(double row, String label) {}

  /** The height of the rows, in device pixels. */
  int pixels() {
    return IntStream.of(rowPixels).sum();
  }

  /** How high a place among the rows is, in device pixels from the lower edge. */
  double pixelsBelow(double row) {
    double sum = 0;
    for (int i = 0; i < rowPixels.length && i < row; i++) {
      sum += rowPixels[i] * Math.min(1, row - i);
    }
    return sum;
  }
}
