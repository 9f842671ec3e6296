/**
 * What training does to a network's weights: how large they, their gradients and their updates are,
 * layer by layer, how far they have come from their start, and the kernels of a convolution.
 *
 * <p>{@link org.visualizingweights.parameters.ParameterListener} records it at chosen steps, into
 * the storage that has the captures; {@link org.visualizingweights.parameters.ParameterReader}
 * reads it back. The package does not know what network is trained, or how anything is drawn.
 */
package org.visualizingweights.parameters;
