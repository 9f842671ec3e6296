package org.visualizingweights.model.weights;

import java.util.List;
import java.util.Map;
import org.visualizingweights.files.RemoteFile;
import org.visualizingweights.model.Network;

/**
 * What is known of weights that have a name.
 *
 * @param description what they are, in a few words that tell them from all others
 * @param license under which they may be used
 * @param files that hold them, of which one is enough, by the name of the network
 */
public record WeightsSource(
    String description, String license, Map<String, List<RemoteFile>> files) {
  public WeightsSource {
    files = Map.copyOf(files);
  }

  /** The files for a network; empty where there are none for it. */
  List<RemoteFile> filesOf(Network network) {
    return files.getOrDefault(network.name(), List.of());
  }
}
