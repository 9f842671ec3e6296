package org.visualizingweights.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;

/**
 * What a layer does in training with the memory of what it takes, read in Deeplearning4j's sources.
 *
 * <p>To save memory a layer with dropout works there, unless {@code allowInputModification(false)}
 * was called. Then it trains all the same, but for an LSTM whose channels come last: that computes
 * its gradients from what it was given, rather than from what dropout left of it. It has to go on
 * working in place.
 */
enum MemoryUse {
  READ,
  /** What it puts out may lie there too. */
  PASSED_ON,
  /** It writes there, but can be told not to. */
  WRITTEN_IF_ALLOWED,
  WRITTEN;

  static MemoryUse of(Layer layer) {
    if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
      return ofFrozen(Wrapping.inner(layer).orElseThrow());
    }
    Layer inner = Wrapping.innermost(layer);
    if (inner.getIDropout() == null) {
      return inner instanceof DropoutLayer ? PASSED_ON : READ;
    }
    return ofDropout(inner);
  }

  /** A frozen layer computes as after training: without dropout, and an activation in place. */
  private static MemoryUse ofFrozen(Layer layer) {
    if (layer instanceof ActivationLayer || layer instanceof PReLULayer) {
      return WRITTEN;
    }
    return layer instanceof DropoutLayer ? PASSED_ON : READ;
  }

  private static MemoryUse ofDropout(Layer layer) {
    if (layer instanceof AbstractSameDiffLayer) {
      return READ;
    }
    return switch (VertexKind.of(layer)) {
      case NORMALIZATION, EMBEDDING -> READ; // whatever dropout they are told of
      case DENSE, CONVOLUTION -> WRITTEN_IF_ALLOWED;
      case RECURRENT ->
          ChannelOrder.of(layer).equals(Optional.of(ChannelOrder.LAST))
              ? WRITTEN
              : WRITTEN_IF_ALLOWED;
      default -> layer instanceof DropoutLayer ? WRITTEN_IF_ALLOWED : WRITTEN;
    };
  }
}
