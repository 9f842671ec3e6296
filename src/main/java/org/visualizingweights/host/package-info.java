/**
 * The host's threads and memory: {@link org.visualizingweights.host.Threads} says how many compute
 * and shares work between them, {@link org.visualizingweights.host.Memory} where an array's values
 * lie.
 *
 * <p>It does not know what is computed.
 */
package org.visualizingweights.host;
