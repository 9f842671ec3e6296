package org.visualizingweights.training;

/**
 * Consecutive parameters of a network with one rule.
 *
 * @param first where the parameters begin, and so do their gradients
 * @param stateFirst where each of the values remembered for them begin
 */
record Section(UpdateRule rule, int first, int length, int[] stateFirst) {}
