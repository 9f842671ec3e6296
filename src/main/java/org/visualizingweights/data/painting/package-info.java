/**
 * Pictures that need no data: handwritten digits and fractals, each painted from random numbers.
 *
 * <p>{@link org.visualizingweights.data.painting.Handwriting} and {@link
 * org.visualizingweights.data.painting.FractalPainter} paint into arrays; the package knows nothing
 * of sets of images.
 */
package org.visualizingweights.data.painting;
