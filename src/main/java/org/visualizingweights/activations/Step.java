package org.visualizingweights.activations;

import java.util.List;

/**
 * What the captured vertices did at one training step.
 *
 * @param iteration of the whole run, from 0
 * @param epoch from 0
 * @param loss of the step's batch; NaN and infinities are kept as they are
 * @param captures one for each vertex of the settings, in their order
 */
public record Step(int iteration, int epoch, double loss, List<Capture> captures) {
  public Step {
    captures = List.copyOf(captures);
  }
}
