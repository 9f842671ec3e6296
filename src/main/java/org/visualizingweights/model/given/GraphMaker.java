package org.visualizingweights.model.given;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.UserError;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.UnusableFile;

/** Makes the graph of a given network, as an experiment wants it. */
final class GraphMaker {
  private final GivenNetwork network;
  private final Source source;
  private final ClassHead head;
  private final Wishes wishes;

  /**
   * @param wishes without {@linkplain GivenNetwork#mistakes mistakes}
   */
  GraphMaker(GivenNetwork network, Source source, ClassHead head, Wishes wishes) {
    this.network = network;
    this.source = source;
    this.head = head;
    this.wishes = wishes;
  }

  /**
   * Makes it.
   *
   * @throws UserError if it cannot be had for so many classes, or its weights cannot be read
   */
  GivenGraph make() {
    ComputationGraphConfiguration graph =
        source.configuration(wishes.imageSize(), wishes.classes());
    List<String> announcements = new ArrayList<>();
    long outputs = head.outputs(graph);
    boolean isFitted = outputs != wishes.classes();
    if (isFitted) {
      head.fit(graph, wishes.classes());
      announcements.add(
          "%s is made anew, with %s outputs instead of %s, one for each class"
              .formatted(head.vertex(), wishes.classes(), outputs));
    }
    checkClasses(graph);
    announcements.addAll(
        new Updates(graph, network.parts()).apply(wishes.rates(), wishes.optimizer()));
    new Freezing(graph, network.vertices(), wishes.frozen()).apply();
    seed(graph);
    ComputationGraph made =
        wishes.pretrained() ? pretrained(graph, isFitted) : made(graph, ComputationGraph::init);
    // What is random in training then depends on the seed alone, not on what was drawn before.
    Nd4j.getRandom().setSeed(wishes.seed());
    return new GivenGraph(made, isFitted, announcements);
  }

  private void checkClasses(ComputationGraphConfiguration graph) {
    Map<String, InputType> types =
        Shapes.of(graph, network.vertices(), network.input().type(wishes.imageSize()));
    ClassHead.mistake(graph, types, wishes.classes())
        .ifPresent(
            why -> {
              throw UserError.badInput(
                  "network: %s cannot be trained on %s classes: %s"
                      .formatted(network.title(), wishes.classes(), why));
            });
  }

  private void seed(ComputationGraphConfiguration graph) {
    graph.getDefaultConfiguration().setSeed(wishes.seed());
    graph.getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf())
        .forEach((NeuralNetConfiguration layer) -> layer.setSeed(wishes.seed()));
  }

  private ComputationGraph made(
      ComputationGraphConfiguration graph, Consumer<ComputationGraph> initialization) {
    try {
      ComputationGraph made = new ComputationGraph(graph);
      initialization.accept(made);
      return made;
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) { // of any kind, with what makes no sense in a file
      throw UserError.badInput(
          "network: %s cannot be made: %s"
              .formatted(network.title(), ConfigurationJson.brief(String.valueOf(e.getMessage()))));
    }
  }

  private ComputationGraph pretrained(ComputationGraphConfiguration graph, boolean isFitted) {
    return isFitted
        ? withBody(made(graph, ComputationGraph::init))
        : made(graph, fresh -> fresh.init(weights(), false));
  }

  /** Gives a graph all weights but the head's. */
  private ComputationGraph withBody(ComputationGraph fresh) {
    // Closed, as memory outside the heap is freed late otherwise.
    try (INDArray weights = weights()) {
      ComputationGraph saved =
          made(
              network.configuration(network.input().sizes().get(0)),
              graph -> graph.init(weights, false));
      for (String part : network.body()) {
        Map<String, INDArray> from = saved.getVertex(part).paramTable(false);
        fresh.getVertex(part).paramTable(false).forEach((name, to) -> to.assign(from.get(name)));
      }
      return fresh;
    }
  }

  private INDArray weights() {
    try {
      return source.weights();
    } catch (IOException | UnusableFile e) {
      throw UserError.unavailable("%s %s".formatted(network.name(), FileFinder.describe(e)), e);
    }
  }
}
