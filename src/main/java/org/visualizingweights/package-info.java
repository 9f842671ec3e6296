/**
 * What all packages share; and {@link org.visualizingweights.PublicApi}, which marks what other
 * programs may depend on.
 */
package org.visualizingweights;
