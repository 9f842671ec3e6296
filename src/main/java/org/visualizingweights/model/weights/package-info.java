/**
 * Weights that come from files and go into files.
 *
 * <p>{@link org.visualizingweights.model.weights.PretrainedWeights} finds or downloads weights,
 * {@link org.visualizingweights.model.weights.WeightsFile} reads them, {@link
 * org.visualizingweights.model.weights.Export} writes those of a network. Files are taken for
 * hostile: nothing in them is ever executed, and no size that they state is believed before it has
 * been compared with the file's own. The package knows nothing of experiments, training or runs.
 */
package org.visualizingweights.model.weights;
