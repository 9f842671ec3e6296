package org.visualizingweights.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How steps become columns of pixels. Where there are more steps than pixels, a column is several
 * steps, whose counts are added; where there are fewer, it is several pixels wide.
 *
 * @param steps number of steps
 * @param pixels number of pixels
 */
record Columns(int steps, int pixels) {

  /** Steps to a column; the last column may have fewer. */
  int stepsEach() {
    return (steps + pixels - 1) / pixels;
  }

  int count() {
    return (steps + stepsEach() - 1) / stepsEach();
  }

  /** Steps of a column. */
  int stepsOf(int column) {
    return Math.min(steps, (column + 1) * stepsEach()) - column * stepsEach();
  }

  /** The column that a pixel belongs to; every column has one at least. */
  int at(int pixel) {
    return (int) ((long) pixel * count() / pixels);
  }

  /**
   * Adds up the counts of each column's steps.
   *
   * @param counts of each step, all of the same length
   * @return {@code [column][count]}
   */
  List<long[]> add(List<long[]> counts) {
    List<long[]> sums = new ArrayList<>();
    for (int column = 0; column < count(); column++) {
      long[] sum = new long[counts.get(0).length];
      for (int i = 0; i < stepsOf(column); i++) {
        long[] more = counts.get(column * stepsEach() + i);
        for (int row = 0; row < sum.length; row++) {
          sum[row] += more[row];
        }
      }
      sums.add(sum);
    }
    return sums;
  }
}
