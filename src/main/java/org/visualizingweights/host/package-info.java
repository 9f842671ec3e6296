/**
 * The host's threads, memory and terminal: {@link org.visualizingweights.host.Threads} says how
 * many compute and shares work between them, {@link org.visualizingweights.host.Memory} where an
 * array's values lie, {@link org.visualizingweights.host.Terminal} whether a user sits at one.
 *
 * <p>It does not know what is computed.
 */
package org.visualizingweights.host;
