package org.visualizingweights.parameters;

import java.util.List;

/**
 * Whose parameters are recorded.
 *
 * @param layers in the order in which they are computed
 * @param kernels the vertex whose kernels are recorded; empty text: none
 */
public record ParameterLayout(List<RecordedLayer> layers, String kernels) {
  public ParameterLayout {
    layers = List.copyOf(layers);
  }
}
