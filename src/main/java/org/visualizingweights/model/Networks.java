package org.visualizingweights.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The networks that are ours. */
public final class Networks {
  /** All of them; the first is that of experiments which name none. */
  public static final List<ResNet> ALL = ResNet.ALL;

  private Networks() {}

  /** What torchvision calls the tensors of each. */
  public static Stream<Torchvision> ofTorchvision() {
    return ALL.stream().map(ResNet::torchvision);
  }

  /** The network whose body these tensors are; empty where they are no network's. */
  public static Optional<ResNet> whose(Map<String, Tensor> tensors) {
    return ALL.stream().filter(network -> network.torchvision().fit(tensors)).findFirst();
  }
}
