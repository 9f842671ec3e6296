package org.visualizingweights.parameters;

/**
 * A vertex with weights. A batch norm's are its gain and shift; its running mean and variance are
 * not trained and do not count.
 *
 * @param vertex its name
 * @param weights their number, biases included
 * @param frozen whether they stay as they are
 * @param learningRate 0 where they are frozen, NaN where their updater has none
 * @param startNorm their L2 norm at the start of the run
 */
public record RecordedLayer(
    String vertex, long weights, boolean frozen, double learningRate, double startNorm) {}
