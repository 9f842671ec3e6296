/**
 * What chosen vertices of a graph did at each training step: captured, stored and read back.
 *
 * <p>{@link org.visualizingweights.activations.CaptureListener} reduces the activations of a step
 * to a {@link org.visualizingweights.activations.Step}; {@link
 * org.visualizingweights.activations.CaptureWriter} writes it; {@link
 * org.visualizingweights.activations.CaptureReader} reads it back. A {@link
 * org.visualizingweights.activations.Capture} is a value, and what captures add up to is a {@link
 * org.visualizingweights.activations.VertexSum}: what there is to say of either is said by
 * themselves, and of a {@link org.visualizingweights.activations.Figure} of theirs by that, once
 * for all that merge, write or draw it. The package does not know what network is trained, on what
 * data, or how anything is drawn.
 */
package org.visualizingweights.activations;
