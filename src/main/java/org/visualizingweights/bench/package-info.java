/**
 * What a training step costs on this machine, and its phases: {@link
 * org.visualizingweights.bench.Benchmark} times several ways to train in turns.
 *
 * <p>It uses the same classes as a run does, and knows no experiment.
 */
package org.visualizingweights.bench;
