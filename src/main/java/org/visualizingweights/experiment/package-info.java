/**
 * From a YAML file to an {@link org.visualizingweights.experiment.Experiment}: reading, checking,
 * listing.
 *
 * <p>{@link org.visualizingweights.experiment.Experiments} finds and reads them, {@link
 * org.visualizingweights.experiment.Settings} is what is not about one experiment. Reading an
 * experiment knows the types of the packages that it configures, but loads no data and builds no
 * network; it must not know the command line.
 */
package org.visualizingweights.experiment;
