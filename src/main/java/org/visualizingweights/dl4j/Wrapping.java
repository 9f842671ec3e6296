package org.visualizingweights.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers around layers: frozen ones, those of both directions, the last time step, and so on. */
final class Wrapping {
  private Wrapping() {}

  /** What a layer wraps; empty where it wraps none. */
  static Optional<Layer> inner(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return Optional.of(frozen.getLayer());
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      return Optional.of(wrapper.getUnderlying());
    } else if (layer instanceof Bidirectional both) {
      return Optional.of(both.getFwd());
    } else {
      return Optional.empty();
    }
  }

  /** What a layer comes to when all that wraps it is taken off. */
  static Layer innermost(Layer layer) {
    return inner(layer).map(Wrapping::innermost).orElse(layer);
  }
}
