/**
 * The charts of a run: what its layers did at each step, for people to look at.
 *
 * <p>Its main type is {@link org.visualizingweights.report.Charts}, which draws each {@link
 * org.visualizingweights.report.Chart} on a {@link org.visualizingweights.report.Canvas}, as PNG
 * and as SVG. It reads a run and the history of its activations; it must not know how a run is
 * made, nor change anything but the files of its charts. It draws with Java2D and a few shapes of
 * SVG: one column a step, the same to the pixel in every chart, is what a chart library does not
 * give.
 */
package org.visualizingweights.report;
