package org.visualizingweights.findings;

import java.util.Locale;

/** What a finding is about. */
public enum Kind {
  /** How training went. */
  TRAINING,
  /** Losses or activations that are NaN or infinite. */
  NOT_FINITE,
  /** Layers whose activations stayed as they were. */
  STATIC,
  /** Layers whose activations changed. */
  DRIFT,
  /** Layers whose activations grew, in a network that learns all the same. */
  GROWN,
  /** Layers whose activations grew, in a network that does not learn. */
  EXPLODED,
  /** Layers whose activations are nearly all close to zero. */
  COLLAPSED,
  DEAD_CHANNELS,
  /** Whether gradients reach the first layers. */
  GRADIENTS,
  /** Layers that their learning rate keeps from learning. */
  STARVED;

  /** The kind's name in files, as {@code dead-channels}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
