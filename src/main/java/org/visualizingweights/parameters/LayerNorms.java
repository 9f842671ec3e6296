package org.visualizingweights.parameters;

/**
 * L2 norms over all weights of a layer at one step; NaN or infinite where a weight is. In a frozen
 * layer, which gets no gradient, all but the first are 0.
 *
 * @param weight of the weights that the step's forward pass used
 * @param gradient of the loss's gradient at these
 * @param update of what the step then added to them, weight decay included
 * @param distance of their difference from those at the start of the run
 */
public record LayerNorms(double weight, double gradient, double update, double distance) {}
