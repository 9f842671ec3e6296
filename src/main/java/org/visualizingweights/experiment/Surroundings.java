package org.visualizingweights.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;

/**
 * What there is around the files of experiments, to which they can refer.
 *
 * @param vertexNames the vertices of a network with a head, in the order of the graph
 * @param data directories in which a folder of images may lie
 * @param settings whose keys are no experiment's
 * @param given networks that are not ours, as far as they have been asked for
 */
record Surroundings(
    BiFunction<Network, Head, Set<String>> vertexNames,
    List<Path> data,
    SettingKeys settings,
    GivenNetworks given) {

  /** Where nothing has been asked for yet. */
  static Surroundings of(
      BiFunction<Network, Head, Set<String>> vertexNames, List<Path> data, ConfigFolder config) {
    return new Surroundings(vertexNames, data, SettingKeys.of(config), new GivenNetworks());
  }
}
