package org.visualizingweights.parameters;

import java.util.List;
import org.visualizingweights.storage.RunStorage;

/** Norms that no network ever had, in a storage. */
public final class MadeUpNorms {
  private final RunStorage storage;
  private final List<RecordedLayer> layers;

  /** Of layers without kernels. */
  public MadeUpNorms(RunStorage storage, List<RecordedLayer> layers) {
    this.storage = storage;
    this.layers = layers;
    storage.putHeader(
        ParameterFormat.NORMS, ParameterFormat.encode(new ParameterLayout(layers, "")));
  }

  /** The same of each layer: gradients as large as weights, which move away from their start. */
  public void put(int iteration) {
    ParameterStep step =
        new ParameterStep(
            iteration,
            layers.stream()
                .map(layer -> layer.startNorm() * (1 + iteration / 100.0))
                .map(norm -> new LayerNorms(norm, norm, 0.01 * norm, norm / 10))
                .toList());
    storage.put(ParameterFormat.NORMS, iteration, () -> ParameterFormat.encode(step));
  }
}
