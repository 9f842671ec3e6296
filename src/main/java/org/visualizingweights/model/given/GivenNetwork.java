package org.visualizingweights.model.given;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.visualizingweights.UserError;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.dl4j.Dl4jNetwork;
import org.visualizingweights.dl4j.Vertex;
import org.visualizingweights.dl4j.VertexChoice;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.Head;
import org.visualizingweights.model.Network;
import org.visualizingweights.network.Architecture;
import org.visualizingweights.network.Part;

/**
 * A network of Deeplearning4j's zoo, or in a file, and all that the rest needs to know of it. It
 * has one input, of images, and one output, of classes; every vertex is called as in its
 * configuration, and each with parameters is a part, which can be frozen or have a learning rate of
 * its own.
 */
public final class GivenNetwork implements Network {
  /** The names of the zoo's networks. */
  public static final List<String> ZOO = Stream.of(Zoo.values()).map(Zoo::id).toList();

  /** Of a network whose head is fitted anyway. */
  private static final int ANY_CLASSES = 10;

  /** The least positive number that half precision has with all its digits. */
  private static final double LEAST_HALF = 0x1p-14;

  private final Source source;
  private final List<String> vertices;
  private final List<String> parts;
  private final ClassHead head;
  private final Optional<String> firstConvolution;
  private final List<Vertex> withInput;

  private GivenNetwork(Source source) throws UnusableFile {
    this.source = source;
    ComputationGraphConfiguration any =
        source.configuration(source.input().sizes().get(0), ANY_CLASSES);
    vertices = GraphLayers.inOrder(any);
    parts = GraphLayers.withParameters(any, vertices);
    head = ClassHead.of(any);
    firstConvolution = vertices.stream().filter(name -> isConvolution(any, name)).findFirst();
    withInput = Dl4jNetwork.vertices(any);
  }

  private static boolean isConvolution(ComputationGraphConfiguration graph, String vertex) {
    return graph.getVertices().get(vertex) instanceof LayerVertex layer
        && GraphLayers.inner(layer) instanceof ConvolutionLayer;
  }

  /** The zoo's network of this name; empty where it is none's. */
  public static Optional<GivenNetwork> ofZoo(String name) {
    return Stream.of(Zoo.values())
        .filter(network -> network.id().equals(name))
        .findFirst()
        .map(GivenNetwork::ofZoo);
  }

  private static GivenNetwork ofZoo(Zoo network) {
    try {
      return new GivenNetwork(network);
    } catch (UnusableFile e) {
      throw new IllegalStateException(network.title() + " " + e.getMessage(), e);
    }
  }

  /**
   * Reads a network from a file, but for its weights.
   *
   * @throws IOException if the file cannot be read at all
   * @throws UnusableFile if it holds no network that can be trained on images and their classes
   */
  public static GivenNetwork read(Path file) throws IOException, UnusableFile {
    return new GivenNetwork(ModelFile.read(file));
  }

  /** What experiments call it: its name in the zoo, or the path of its file. */
  @Override
  public String name() {
    return source.id();
  }

  @Override
  public String title() {
    return source.title();
  }

  /** What it takes. */
  public Input input() {
    return source.input();
  }

  /** All vertices but the input, in an order in which they can be computed. */
  List<String> vertices() {
    return vertices;
  }

  /** The vertices with parameters, in the order in which they are computed. */
  @Override
  public List<String> parts() {
    return parts;
  }

  /** All parts but the head. */
  @Override
  public List<String> body() {
    return parts.stream().filter(part -> !part.equals(head())).toList();
  }

  /** The part whose outputs are the classes. */
  public String head() {
    return head.vertex();
  }

  @Override
  public List<String> watched() {
    return VertexChoice.auto().of(withInput).stream().map(Vertex::name).toList();
  }

  @Override
  public List<String> capturable(Head unused) {
    return withInput.stream().filter(Vertex::canBeCaptured).map(Vertex::name).toList();
  }

  /** Each vertex with parameters is a part; what its loss is, only its classes tell. */
  @Override
  public Architecture architecture(Head unused) {
    return new Architecture(
        file().map(Provenance::name).orElse(name()),
        parts.stream().map(part -> new Part(part, List.of(part))).toList(),
        Optional.empty(),
        firstConvolution,
        Optional.empty());
  }

  /** The first vertex with kernels. */
  Optional<String> firstConvolution() {
    return firstConvolution;
  }

  /** Whether its file has weights. */
  public boolean hasWeights() {
    return source.hasWeights();
  }

  /** The file that it is from; empty for a network of the zoo. */
  public Optional<Provenance> file() {
    return source.provenance();
  }

  /** What of its file is not used, or was added, each in a few words. */
  public List<String> remarks() {
    return source.remarks();
  }

  /**
   * Its configuration, before anything of it is replaced.
   *
   * @param imageSize one that it takes
   */
  ComputationGraphConfiguration configuration(int imageSize) {
    return source.configuration(imageSize, ANY_CLASSES);
  }

  /**
   * What of an experiment's wishes cannot be had, whatever the classes: sentences, by the keys of
   * the experiment that they are about.
   *
   * @throws IllegalArgumentException if names in the wishes are not those of the parts
   */
  public Map<String, String> mistakes(Wishes wishes) {
    Set<String> rated = wishes.rates().keySet();
    if (!parts.containsAll(wishes.frozen())
        || !rated.isEmpty() && !rated.equals(Set.copyOf(parts))) {
      throw new IllegalArgumentException("what is no part is frozen, or a part has no rate");
    }
    Map<String, String> mistakes = new LinkedHashMap<>();
    Optional<String> size = input().problem(wishes.imageSize());
    if (size.isPresent()) {
      return Map.of("image-size", "%s %s".formatted(title(), size.get()));
    }
    ComputationGraphConfiguration graph = configuration(wishes.imageSize());
    head.release(graph);
    try {
      ModelFile.checkSize(graph, vertices);
    } catch (UnusableFile e) {
      mistakes.put("image-size", "%s, for such images, %s".formatted(title(), e.getMessage()));
    }
    if (wishes.pretrained() && !hasWeights()) {
      mistakes.put("pretrained", "%s comes without weights; say false".formatted(title()));
    }
    List<String> withoutRate = new Updates(graph, parts).withoutRate();
    if (!wishes.rates().isEmpty() && wishes.optimizer().isEmpty() && !withoutRate.isEmpty()) {
      mistakes.put(
          "lr",
          "%s is updated by %s, which has no learning rate; say optimizer: adamw or sgd"
              .formatted(title(), String.join(" and ", withoutRate)));
    }
    wishes
        .optimizer()
        .flatMap(optimizer -> halfMistake(graph, optimizer))
        .ifPresent(why -> mistakes.put("optimizer", why));
    frozenMistake(graph, wishes.frozen()).ifPresent(why -> mistakes.put("freeze", why));
    return mistakes;
  }

  /** Of halves, the squares of gradients are soon 0, and then what they are divided by is. */
  private Optional<String> halfMistake(ComputationGraphConfiguration graph, Optimizer optimizer) {
    boolean vanishes =
        graph.getDataType() == DataType.FLOAT16
            && optimizer.updater() instanceof Adam adam
            && adam.getEpsilon() < LEAST_HALF;
    return vanishes
        ? Optional.of(
            "%s is of half precision, in which %s divides by 0 unless its eps is larger; say eps: 0.0001, or optimizer: sgd"
                .formatted(title(), optimizer.name()))
        : Optional.empty();
  }

  private Optional<String> frozenMistake(ComputationGraphConfiguration graph, Set<String> frozen) {
    return frozen.contains(head())
        ? Optional.of("%s makes the classes, and is always trained".formatted(head()))
        : new Freezing(graph, vertices, frozen).mistake();
  }

  /**
   * Makes the network.
   *
   * @throws UserError if it cannot be had as it is wanted, or its weights cannot be read
   */
  public GivenGraph make(Wishes wishes) {
    mistakes(wishes)
        .forEach(
            (key, why) -> {
              throw UserError.badInput("%s: %s".formatted(key, why));
            });
    return new GraphMaker(this, source, head, wishes).make();
  }

  /** Of the same name, and the same file. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GivenNetwork network
        && network.name().equals(name())
        && network.file().equals(file());
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
