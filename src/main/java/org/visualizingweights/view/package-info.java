/**
 * A run for people to look at: its captures, merged to the width of a screen, its settings and its
 * figures as JSON, and the files of the page that shows them.
 *
 * <p>Its main types are {@link org.visualizingweights.view.MergedRun}, for whoever draws or writes
 * of a run, and {@link org.visualizingweights.view.CapturesApi}, which answers the page's requests.
 * It reads runs, of this process or another, and never writes one; it must not know what serves it,
 * nor how a run is made.
 */
package org.visualizingweights.view;
