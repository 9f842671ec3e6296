package org.visualizingweights.dl4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.visualizingweights.UserError;

/**
 * Changes which listeners a network has while another thread may be training it.
 *
 * <p>Deeplearning4j goes through a list of its own, and both {@code addListeners} and {@code
 * setListeners} change that very list: a step that goes on meanwhile throws a {@code
 * ConcurrentModificationException}, or tells half of the listeners. Here a changed copy takes the
 * list's place, and a step ends with the list that it began with. There is no other way to it than
 * the network's own fields.
 *
 * @param listeners where the network has its list
 * @param solver where the network has its solver, which has a list too
 */
record ListenerLists(VarHandle listeners, VarHandle solver) {

  /**
   * Changes the listeners of a network.
   *
   * @throws UserError where this version of Deeplearning4j keeps them in another way
   */
  static void change(Model network, Consumer<List<TrainingListener>> change) {
    synchronized (ListenerLists.class) { // two watches may begin at once
      of(network).replace(network, change);
    }
  }

  private static ListenerLists of(Model network) {
    Class<?> type =
        network instanceof ComputationGraph ? ComputationGraph.class : MultiLayerNetwork.class;
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return new ListenerLists(
          lookup.findVarHandle(type, "trainingListeners", Collection.class),
          lookup.findVarHandle(type, "solver", Solver.class));
    } catch (ReflectiveOperationException e) {
      throw UserError.unavailable(
          "this version of Deeplearning4j keeps its listeners where they cannot be found (%s); use 1.0.0-M2.1"
              .formatted(e),
          e);
    }
  }

  @SuppressWarnings("unchecked") // the field's own type
  private void replace(Model network, Consumer<List<TrainingListener>> change) {
    Collection<TrainingListener> before =
        (Collection<TrainingListener>) listeners.getVolatile(network);
    List<TrainingListener> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
    change.accept(after);
    listeners.setVolatile(network, after);
    Optional.ofNullable((Solver) solver.getVolatile(network))
        .ifPresent(found -> found.setListeners(after));
    // Layers that were made with the network's list go on to have that of the network.
    layers(network)
        .filter(layer -> layer.getListeners() == before)
        .forEach(layer -> layer.setListeners(after));
  }

  /** Not by MultiLayerNetwork's getLayers, which waits until the network is no longer trained. */
  private static Stream<Layer> layers(Model network) {
    return network instanceof ComputationGraph graph
        ? Stream.of(graph.getLayers())
        : Stream.iterate(0, i -> i + 1)
            .limit(((MultiLayerNetwork) network).getnLayers())
            .map(((MultiLayerNetwork) network)::getLayer);
  }
}
