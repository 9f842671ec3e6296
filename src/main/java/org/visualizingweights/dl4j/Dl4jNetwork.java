package org.visualizingweights.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.UserError;
import org.visualizingweights.network.Part;

/**
 * A network of Deeplearning4j's, whichever of its two classes it is of.
 *
 * <p>Layers of a {@link MultiLayerNetwork} go by the names they were given; one without a name, or
 * with that of another, by {@code layer} and its index, from 0; what goes in is {@code input}.
 */
public sealed interface Dl4jNetwork permits GraphNetwork, LayeredNetwork {

  /**
   * Looks at a network.
   *
   * @throws UserError where it is of neither class, or has no weights yet
   */
  static Dl4jNetwork of(Model model) {
    if (model instanceof ComputationGraph graph) {
      checkInitialized(graph.getVertices() != null);
      return GraphNetwork.of(graph);
    } else if (model instanceof MultiLayerNetwork network) {
      checkInitialized(network.isInitCalled());
      return LayeredNetwork.of(network);
    } else {
      throw UserError.badInput(
          "a ComputationGraph or a MultiLayerNetwork can be watched; this is a "
              + model.getClass().getName());
    }
  }

  /** The vertices of a graph that need not have weights yet, as {@link #vertices} has them. */
  static List<Vertex> vertices(ComputationGraphConfiguration graph) {
    return GraphNetwork.vertices(graph);
  }

  private static void checkInitialized(boolean initialized) {
    if (!initialized) {
      throw UserError.badInput(
          "the network has no weights yet; call its init() before it is watched");
    }
  }

  /** The network itself. */
  Model model();

  /** Which of its vertices takes what of which; for this package. */
  Wiring wiring();

  /** Its inputs, then all else, in the order in which it is computed. */
  default List<Vertex> vertices() {
    return wiring().vertices();
  }

  /**
   * What each vertex put out in a training step.
   *
   * @param layers as {@code onForwardPass} has them of a {@link MultiLayerNetwork}
   */
  Map<String, INDArray> activations(List<INDArray> layers);

  /**
   * The masks of a training step, while it goes on, as Deeplearning4j passes them on from layer to
   * layer: of {@code [batch, time]}, of {@code [rows, 1]} where time steps were made rows, or of
   * four dimensions, of which some may be 1. A vertex without a mask is not there.
   *
   * <p>Those of a {@link MultiLayerNetwork}'s features are known after {@link #keep}. Where there
   * are none, but of the labels of each time step, a sequence is over after its last label.
   *
   * @param activations of the step
   */
  Map<String, INDArray> masks(Map<String, INDArray> activations);

  /** All that has parameters, by vertex, in the order in which it is computed. */
  Map<String, Trainable> trainables();

  /**
   * The first convolution of images: the first vertex with kernels of {@code [out, in, height,
   * width]}. Empty if there is none.
   */
  default Optional<String> firstConvolution() {
    return wiring().firstConvolution();
  }

  /**
   * The number of classes, where the loss is nothing but the mean cross-entropy over them; else
   * empty.
   */
  default Optional<Integer> classes() {
    return wiring().classes();
  }

  /** How many steps it has trained for, in all its life. */
  int iteration();

  /** How many epochs it has trained for, in all its life. */
  int epoch();

  /** Its configuration, as Deeplearning4j reads it. */
  String json();

  /** All parameters, one after the other. */
  default INDArray parameters() {
    return model().params();
  }

  /**
   * The gradients, in the order of the parameters; while a step goes on. Those of the loss, as a
   * mean over the batch, are these divided by {@link #gradientsPer}.
   */
  default INDArray gradients() {
    return model().getGradientsViewArray();
  }

  /**
   * Over how many examples the gradients are added up, to be divided by that before they become
   * updates; while a step goes on. 1 where they are what they are to be.
   */
  default int gradientsPer() {
    return model().conf().isMiniBatch() ? model().batchSize() : 1;
  }

  /** What listens to it now, in this order: its own list. */
  Collection<TrainingListener> listeners();

  /**
   * Adds a listener behind those that there are. Another thread may be training: the step that it
   * is in does not know of the listener, or of parts of it.
   */
  default void add(TrainingListener listener) {
    ListenerLists.change(model(), list -> list.add(listener));
  }

  /**
   * Takes a listener away. Another thread may be training, and tell it of the step that it is in.
   */
  default void remove(TrainingListener listener) {
    ListenerLists.change(model(), list -> list.remove(listener));
  }

  /**
   * Sees to it that what these vertices put out, and its masks, are there until the forward pass is
   * over: to save memory, a layer with dropout works in the memory of the vertex before it. Changes
   * nothing of what is computed.
   *
   * @param vertices that can be captured
   */
  default void keep(Collection<String> vertices) {
    wiring().writersOver(vertices).forEach(layer -> layer.allowInputModification(false));
  }

  /** A part for each vertex with weights. */
  default List<Part> parts() {
    return trainables().keySet().stream().map(name -> new Part(name, List.of(name))).toList();
  }
}
