/**
 * What the two classes of Deeplearning4j's networks have in common, for those that watch one train.
 *
 * <p>Its main type is {@link org.visualizingweights.dl4j.Dl4jNetwork}. A {@link
 * org.visualizingweights.dl4j.NetworkListener} is the one listener that such a network gets; it
 * tells each {@link org.visualizingweights.dl4j.StepListener} of every step. {@link
 * org.visualizingweights.dl4j.VertexChoice} chooses what is worth watching. The package changes
 * nothing that the network computes, and knows neither what is recorded nor where.
 */
package org.visualizingweights.dl4j;
