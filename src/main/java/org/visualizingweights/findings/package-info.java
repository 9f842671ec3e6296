/**
 * What happened in a run, in words: sentences, each with the numbers that it rests on and a place
 * in the picture.
 *
 * <p>{@link org.visualizingweights.findings.Findings} reads a run's folder and says what it finds.
 * The thresholds are constants of the classes that apply them. The package does not know how
 * findings are shown.
 */
package org.visualizingweights.findings;
