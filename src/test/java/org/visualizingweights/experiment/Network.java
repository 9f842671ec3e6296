package org.visualizingweights.experiment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.visualizingweights.model.Head;

/** The vertices of a small network, for tests that are not about its names. */
final class Network {
  private Network() {}

  static Set<String> vertices(org.visualizingweights.model.Network network, Head head) {
    Set<String> names = new LinkedHashSet<>(List.of("input", "conv1", "bn1", "relu", "maxpool"));
    for (String stage : List.of("conv2", "conv3", "conv4", "conv5")) {
      names.add(stage + "_1.conv1");
      names.add(stage + "_1");
      names.add(stage + "_x");
    }
    names.add("fc");
    return names;
  }
}
