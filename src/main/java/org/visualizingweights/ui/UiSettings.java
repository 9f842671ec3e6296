package org.visualizingweights.ui;

import java.util.List;

/**
 * Where runs are shown.
 *
 * @param enabled whether runs show themselves while they go on
 * @param host the address to listen on
 * @param port to listen on, or one of the next where it is in use; 0 is any that is free
 * @param receiver whether other programs may send reports of their training
 * @param hosts names that browsers reach the server by, besides this machine's own
 */
public record UiSettings(
    boolean enabled, String host, int port, boolean receiver, List<String> hosts) {}
