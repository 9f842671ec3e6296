package org.visualizingweights.ui;

/**
 * Where runs are shown.
 *
 * @param enabled whether runs show themselves while they go on
 * @param host the address to listen on
 * @param port to listen on, or one of the next where it is in use; 0 is any that is free
 * @param receiver whether other programs may send reports of their training
 */
public record UiSettings(boolean enabled, String host, int port, boolean receiver) {}
