/**
 * Many runs that answer one question: which there are, who executes them, and their folder.
 *
 * <p>Its main type is {@link org.visualizingweights.sweep.SweepFolder}, {@code
 * runs/<sweep>/<start>/}, in which each run has an ordinary folder of its own. The package must not
 * know how YAML is read, nor what a network computes.
 */
package org.visualizingweights.sweep;
