/**
 * Labelled images, from wherever they come, and the batches that a network trains on.
 *
 * <p>{@link org.visualizingweights.data.DataSets} opens an {@link
 * org.visualizingweights.data.ImageSet}, {@link org.visualizingweights.data.Split} divides it, and
 * {@link org.visualizingweights.data.Batches} prepares it ahead of training. The package knows
 * nothing of experiments, networks or how they are trained.
 */
package org.visualizingweights.data;
