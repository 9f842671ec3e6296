/**
 * Deeplearning4j layers of the project's own, where Deeplearning4j's are too slow.
 *
 * <p>The main type is {@link org.visualizingweights.layers.LayerKit}: the building blocks of a
 * residual network, in Deeplearning4j's own layers or in layers that call oneDNN directly. Both
 * compute the same and share names and shapes of parameters. {@link
 * org.visualizingweights.layers.Evaluator} runs a network of them outside of training. The package
 * knows Deeplearning4j and nothing of data or experiments, nor which network it is.
 */
package org.visualizingweights.layers;
