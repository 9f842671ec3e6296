/**
 * Many runs that answer one question, and who executes them.
 *
 * <p>What there is to run says {@link org.visualizingweights.sweep.plan.SweepFolder}. The package
 * must not know how YAML is read, nor what a network computes.
 */
package org.visualizingweights.sweep;
