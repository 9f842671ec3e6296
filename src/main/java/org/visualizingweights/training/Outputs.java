package org.visualizingweights.training;

/**
 * What a network makes of a batch.
 *
 * @param values {@code [batch, classes]}, row by row: the largest of a row is the network's answer
 * @param loss the sum over the batch, of the loss alone
 */
public record Outputs(float[] values, double loss) {}
