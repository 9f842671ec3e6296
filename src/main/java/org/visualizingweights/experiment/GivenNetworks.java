package org.visualizingweights.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.given.GivenNetwork;
import org.visualizingweights.model.given.Wishes;

/**
 * Networks of the zoo and of files, each made once: the experiments of a sweep ask for the same
 * ones thousands of times.
 */
final class GivenNetworks {
  private final Map<String, Optional<GivenNetwork>> ofZoo = new HashMap<>();
  private final Map<Path, GivenNetwork> files = new HashMap<>();
  private final Map<Wanted, Map<String, String>> mistakes = new HashMap<>();

  /** What of an experiment's wishes a network's answer depends on. */
  private record Wanted(
      GivenNetwork network,
      int imageSize,
      Set<String> frozen,
      boolean pretrained,
      boolean ownUpdaters) {}

  /** As {@link GivenNetwork#ofZoo} does. */
  Optional<GivenNetwork> ofZoo(String name) {
    return ofZoo.computeIfAbsent(name, GivenNetwork::ofZoo);
  }

  /** As {@link GivenNetwork#read} does. */
  GivenNetwork read(Path file) throws IOException, UnusableFile {
    GivenNetwork known = files.get(file);
    if (known == null) {
      known = GivenNetwork.read(file);
      files.put(file, known);
    }
    return known;
  }

  /** As {@link GivenNetwork#mistakes} does, for wishes with learning rates. */
  Map<String, String> mistakes(GivenNetwork network, Wishes wishes) {
    Wanted wanted =
        new Wanted(
            network,
            wishes.imageSize(),
            wishes.frozen(),
            wishes.pretrained(),
            wishes.optimizer().isEmpty());
    return mistakes.computeIfAbsent(wanted, unknown -> network.mistakes(wishes));
  }
}
