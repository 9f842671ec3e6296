package org.visualizingweights.parameters;

import java.util.List;

/**
 * The parameters at one training step.
 *
 * @param iteration of the whole run, from 0
 * @param norms one for each layer of the layout, in its order
 */
public record ParameterStep(int iteration, List<LayerNorms> norms) {
  public ParameterStep {
    norms = List.copyOf(norms);
  }
}
