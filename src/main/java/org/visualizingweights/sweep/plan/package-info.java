/**
 * What a sweep is to run: its plan and its folder.
 *
 * <p>Its main type is {@link org.visualizingweights.sweep.plan.SweepFolder}, {@code
 * runs/<sweep>/<start>/}, in which each run has an ordinary folder of its own. The package must not
 * know who executes the runs, nor what comes of them.
 */
package org.visualizingweights.sweep.plan;
