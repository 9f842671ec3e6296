package org.visualizingweights.activations;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reduces arrays to captures, where the arrays are. */
sealed interface Reduction permits HostReduction, DeviceReduction {

  /** The reduction for the memory that ND4J's backend keeps its arrays in. */
  static Reduction of(CaptureSettings settings) {
    return Nd4j.getEnvironment().isCPU() || !DeviceReduction.supports(settings)
        ? new HostReduction(settings)
        : new DeviceReduction(settings);
  }

  /**
   * Captures each array.
   *
   * @param names one for each array
   * @param arrays of any shape and order of elements; what is not float is converted
   */
  List<Capture> capture(List<String> names, List<INDArray> arrays);
}
