/**
 * What a run records of the network that it trains: {@link
 * org.visualizingweights.network.Architecture}, names only.
 *
 * <p>Whoever reads runs knows networks by this alone. It knows neither how networks are made nor
 * what they compute.
 */
package org.visualizingweights.network;
