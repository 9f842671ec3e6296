package org.visualizingweights.model;

/**
 * A tensor of a state dict.
 *
 * @param shape as in PyTorch
 * @param values in C order, the last axis fastest
 */
public record Tensor(long[] shape, float[] values) {}
