/**
 * Executes the runs of a sweep on this machine, in processes that stay for the next run.
 *
 * <p>Its main type is {@link org.visualizingweights.sweep.local.LocalEngine}. The other end, which
 * runs experiments, is the command line's; the two know of each other what {@link
 * org.visualizingweights.sweep.local.Message} says.
 */
package org.visualizingweights.sweep.local;
