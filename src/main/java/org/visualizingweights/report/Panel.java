package org.visualizingweights.report;

import java.util.List;

/**
 * Lines over the steps, on one axis of values.
 *
 * @param name what is drawn
 * @param note about it, short
 * @param height of the axis, in CSS pixels
 * @param series drawn over each other, the first undermost
 * @param notFinite whether a value of each column is NaN or infinite, marked above the axis; empty
 *     if that does not matter here
 */
record Panel(
    String name,
    String note,
    AxisScale scale,
    double height,
    List<Series> series,
    boolean[] notFinite) {}
