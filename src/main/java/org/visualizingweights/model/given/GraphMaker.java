package org.visualizingweights.model.given;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.files.FileFinder;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.Printable;

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
    if (head.release(graph)) {
      announcements.add(
          "%s is trained, though its file freezes it, as it makes the classes"
              .formatted(head.vertex()));
    }
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
    announcements.addAll(frozen(graph));
    new Freezing(graph, network.vertices(), wishes.frozen()).apply();
    seed(graph);
    ComputationGraph made =
        wishes.pretrained() ? pretrained(graph, isFitted) : made(graph, ComputationGraph::init);
    if (wishes.pretrained()) {
      notFinite(made).ifPresent(announcements::add);
    }
    Trial.of(made, network.input(), wishes.imageSize(), wishes.classes())
        .problem()
        .ifPresent(
            why -> {
              throw UserError.badInput("network: %s %s".formatted(network.title(), why));
            });
    // What is random in training then depends on the seed alone, not on what was drawn before.
    Nd4j.getRandom().setSeed(wishes.seed());
    return new GivenGraph(made, isFitted, announcements);
  }

  /** What the experiment, and what the file freezes. */
  private List<String> frozen(ComputationGraphConfiguration graph) {
    List<String> announcements = new ArrayList<>();
    List<String> wished = network.body().stream().filter(wishes.frozen()::contains).toList();
    if (!wished.isEmpty()) {
      announcements.add(
          wished.equals(network.body())
              ? "only %s is trained; all else is frozen".formatted(head.vertex())
              : "frozen: " + Printable.listed(wished));
    }
    List<String> own =
        network.body().stream()
            .filter(part -> !wishes.frozen().contains(part))
            .filter(part -> GraphLayers.isFrozen((LayerVertex) graph.getVertices().get(part)))
            .toList();
    if (!own.isEmpty()) {
      announcements.add("frozen by its own configuration: " + Printable.listed(own));
    }
    return announcements;
  }

  private static Optional<String> notFinite(ComputationGraph graph) {
    long count =
        Nd4j.getExecutioner()
            .exec(new MatchCondition(graph.params(), Conditions.notFinite()))
            .getLong(0);
    return count == 0
        ? Optional.empty()
        : Optional.of("%s in its file: NaN or infinite".formatted(Count.of(count, "weight")));
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
