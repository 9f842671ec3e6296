/**
 * Deeplearning4j's UI server as we start it: its Overview, Model and System pages over a folder of
 * runs, and Activations beside them.
 *
 * <p>Its main type is {@link org.visualizingweights.ui.UiServer}; a run uses {@link
 * org.visualizingweights.ui.LiveView}. It reads runs, of this process or another, when somebody
 * looks at them, and never writes one. It must not know how a run is made, nor what the Activations
 * page shows.
 */
package org.visualizingweights.ui;
