package org.visualizingweights.activations;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/** Reduces arrays to captures, where the arrays are. */
sealed interface Reduction permits HostReduction, DeviceReduction {

  /** The reduction for the memory that ND4J's backend keeps its arrays in. */
  static Reduction of(CaptureSettings settings) {
    return Nd4j.getEnvironment().isCPU() || !DeviceReduction.supports(settings)
        ? new HostReduction(settings)
        : new DeviceReduction(settings);
  }

  /** Captures what each vertex put out; of what is masked it counts nothing. */
  List<Capture> capture(List<Activations> activations);
}
