package org.visualizingweights.model.weights;

import java.util.List;
import org.visualizingweights.files.RemoteFile;

/**
 * What is known of weights that have a name.
 *
 * @param description what they are, in a few words that tell them from all others
 * @param license under which they may be used
 * @param files that hold them, of which one is enough
 */
public record WeightsSource(String description, String license, List<RemoteFile> files) {
  public WeightsSource {
    files = List.copyOf(files);
  }
}
