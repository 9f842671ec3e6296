package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;

/** A layer's parameters and the loss's gradients at them, where Deeplearning4j keeps them. */
interface Parameters {

  FloatPointer value(String key);

  FloatPointer gradient(String key);

  /**
   * Whether nobody has written to the gradients since this operation did so last; it is about to do
   * so again.
   */
  boolean gradientsAreAsLeftBy(Operation writer);
}
