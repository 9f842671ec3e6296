package org.visualizingweights.report;

import java.awt.Color;
import java.util.List;

/**
 * Values over the steps. What is not finite is a gap.
 *
 * @param label of the series, in the legend
 * @param look how it is drawn
 * @param xs places on the axis of steps: indices of captured steps, in order
 * @param ys the values there
 * @param names what stands beside each value; for {@link Look#POINTS} only
 */
record Series(String label, Look look, Color color, double[] xs, double[] ys, List<String> names) {

  /** How a series is drawn. */
  enum Look {
    THIN_LINE,
    LINE,
    /** A line, and the surface under it. */
    AREA,
    /** Points with names; what is not finite stands at the upper edge. */
    POINTS
  }
}
