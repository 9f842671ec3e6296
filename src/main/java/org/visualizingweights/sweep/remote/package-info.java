/**
 * Runs that are executed on other machines: who may execute one, and how its folder comes back.
 *
 * <p>The sweep's side is {@link org.visualizingweights.sweep.remote.RunServer}, to which the
 * processes of runs report; theirs is {@link org.visualizingweights.sweep.remote.RunClaim}. The two
 * know of each other what {@link org.visualizingweights.sweep.remote.Packet} says. Who starts those
 * processes, and where, the package must not know.
 */
package org.visualizingweights.sweep.remote;
