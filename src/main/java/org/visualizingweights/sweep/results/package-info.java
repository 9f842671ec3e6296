/**
 * What came of a sweep: a row a run, a row a combination of values, and what can be said of it with
 * so few seeds.
 *
 * <p>Its main type is {@link org.visualizingweights.sweep.results.SweepResults}. It reads the
 * folders of runs as they are; who executes runs it must not know.
 */
package org.visualizingweights.sweep.results;
