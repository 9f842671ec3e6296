package org.visualizingweights.findings;

/**
 * Where in the picture a finding is seen.
 *
 * @param from the first iteration
 * @param to the last iteration
 * @param vertex whose strip shows it best
 */
public record Place(int from, int to, String vertex) {}
