/**
 * Watches a network that a program of the user's trains: {@link
 * org.visualizingweights.watch.Watch}.
 *
 * <p>What other programs may call is here. It knows neither experiments nor how this project trains
 * networks of its own; what it leaves is a run like any other.
 */
@PublicApi
package org.visualizingweights.watch;

import org.visualizingweights.PublicApi;
