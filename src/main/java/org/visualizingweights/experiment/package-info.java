/**
 * Reads, checks and writes the YAML of experiments, and of the settings.
 *
 * <p>{@link org.visualizingweights.experiment.Experiments} finds and reads files, {@link
 * org.visualizingweights.experiment.Experiment} is one with every key resolved, {@link
 * org.visualizingweights.experiment.Sweep} is all the runs that are asked for, {@link
 * org.visualizingweights.experiment.Settings} is what is not about one experiment. All mistakes of
 * a file are said at once, with their locations. The package knows the types that it configures,
 * but no data, no network, and nothing of runs.
 */
package org.visualizingweights.experiment;
