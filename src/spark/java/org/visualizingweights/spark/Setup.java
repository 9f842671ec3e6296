package org.visualizingweights.spark;

/**
 * The first that a driver is told.
 *
 * @param cpusPerRun what each run asks of Spark
 */
record Setup(Installation installation, int cpusPerRun) {}
