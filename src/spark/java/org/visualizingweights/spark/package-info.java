/**
 * Runs of a sweep as tasks of Apache Spark: what stands in Spark's own processes.
 *
 * <p>Its main types are {@link org.visualizingweights.spark.SweepDriver}, the driver, which the
 * program starts and speaks to in lines of JSON, and {@link org.visualizingweights.spark.RunTask},
 * which has a process at a worker execute one run. It knows nothing of the program but the command
 * that starts such a process, and the few lines that they exchange: runs report to the program by
 * themselves.
 */
package org.visualizingweights.spark;
