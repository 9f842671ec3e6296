/**
 * Has Apache Spark execute the runs of a sweep on the machines of a cluster.
 *
 * <p>Its main type is {@link org.visualizingweights.sweep.spark.SparkEngine}. Spark itself runs in
 * a process of its own, as its libraries and the program's are never on one class path; the two
 * know of each other what {@link org.visualizingweights.sweep.spark.DriverWord} says. What that
 * process runs is in {@code src/spark}.
 */
package org.visualizingweights.sweep.spark;
