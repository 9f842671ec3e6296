package org.visualizingweights.layers;

import org.bytedeco.javacpp.FloatPointer;

/** A layer's parameters and the loss's gradients at them, where Deeplearning4j keeps them. */
interface Parameters {

  FloatPointer value(String key);

  FloatPointer gradient(String key);
}
