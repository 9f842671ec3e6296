/**
 * A run's folder: the manifest, the metrics of each epoch, and where everything else lies; and
 * which runs there are.
 *
 * <p>Its main types are {@link org.visualizingweights.run.RunFolder} and {@link
 * org.visualizingweights.run.Runs}; {@link org.visualizingweights.run.RunLog} writes a run that
 * goes on. What it writes stays readable when the process is killed at any moment. It must not know
 * how experiments are read, how networks are trained or what a capture is.
 */
package org.visualizingweights.run;
