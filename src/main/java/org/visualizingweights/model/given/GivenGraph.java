package org.visualizingweights.model.given;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network that is ready to be trained by {@link ComputationGraph#fit}, which updates it as its
 * configuration asks for.
 *
 * @param isHeadFresh whether the part that makes the classes was made anew, for as many as there
 *     are
 * @param announcements what was replaced in it or made anew, each in a few words
 */
public record GivenGraph(ComputationGraph graph, boolean isHeadFresh, List<String> announcements) {
  public GivenGraph {
    announcements = List.copyOf(announcements);
  }
}
