package org.visualizingweights.activations;

import java.util.List;

/**
 * All that was captured in a run, as read back from its storage.
 *
 * @param settings what was captured, and how
 * @param steps in order of iteration
 */
public record History(CaptureSettings settings, List<Step> steps) {
  public History {
    steps = List.copyOf(steps);
  }
}
