/**
 * Runs one experiment: from its data and first weights to the folder of a finished run.
 *
 * <p>Its main type is {@link org.visualizingweights.execution.ExperimentRun}; {@link
 * org.visualizingweights.execution.Resumption} is a run that goes on. What it leaves is the run's
 * folder, with manifest, metrics, captures, checkpoints, charts and report. The package must not
 * know how YAML is read, nor the command line.
 */
package org.visualizingweights.execution;
