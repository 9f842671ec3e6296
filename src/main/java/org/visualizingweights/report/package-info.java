/**
 * What is left of a run to look at and to pass on: its charts, and an HTML file about one run or
 * several.
 *
 * <p>{@link org.visualizingweights.report.Charts} draws each {@link
 * org.visualizingweights.report.Chart} on a {@link org.visualizingweights.report.Canvas}, as PNG
 * and as SVG, with Java2D and a few shapes of SVG: one column a step, the same to the pixel in
 * every chart, is what a chart library does not give. They are drawn from the columns of the {@code
 * view} package, which are of several steps each in a long run. {@link
 * org.visualizingweights.report.Report} puts the page of that package, its data and the run's facts
 * into one file, by a FreeMarker template. The package reads runs; it must not know how a run is
 * made, nor change anything but these files.
 */
package org.visualizingweights.report;
