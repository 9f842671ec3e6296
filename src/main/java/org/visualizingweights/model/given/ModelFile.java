package org.visualizingweights.model.given;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.Count;
import org.visualizingweights.data.Provenance;
import org.visualizingweights.files.Fingerprint;
import org.visualizingweights.files.UnusableFile;
import org.visualizingweights.model.weights.Printable;

/**
 * A network in a file that Deeplearning4j saved. Its weights stay there until they are asked for.
 *
 * @param id as experiments have it: the file's path
 * @param prototype its configuration, which stays as it is
 * @param hasWeights whether there are any in the file
 * @param sha256 of the file
 */
record ModelFile(
    String id,
    Path file,
    String sha256,
    ComputationGraphConfiguration prototype,
    Input input,
    boolean hasWeights,
    List<String> remarks)
    implements Source {
  private static final int LONGEST_NAME = 200;

  /** In single precision a gigabyte, and three more for gradients and optimizer. */
  static final long MOST_PARAMETERS = 250_000_000;

  /**
   * Reads all but the weights, of which it reads how many there are.
   *
   * @throws IOException if the file cannot be read at all
   * @throws UnusableFile if it holds no network that can be trained on images and their classes
   */
  static ModelFile read(Path file) throws IOException, UnusableFile {
    try (ModelZip zip = ModelZip.open(file)) {
      ConfigurationJson.Configuration read = ConfigurationJson.read(zip.configuration());
      ComputationGraphConfiguration graph = read.graph();
      List<String> order = ConfigurationJson.attempt(() -> checkedOrder(graph));
      checkVertices(graph, order);
      boolean hasWeights = readHeader(zip, graph, order);
      checkPrecision(graph.getDataType());
      ClassHead.of(graph);
      Input input = Input.of(graph, order);
      return new ModelFile(
          file.toString(),
          file,
          Fingerprint.sha256(file),
          graph,
          input,
          hasWeights,
          remarks(zip, read));
    }
  }

  /** Whether there are weights; then the graph is of their data type, as in Deeplearning4j. */
  private static boolean readHeader(
      ModelZip zip, ComputationGraphConfiguration graph, List<String> order)
      throws IOException, UnusableFile {
    if (!zip.hasCoefficients()) {
      return false;
    }
    Coefficients header = zip.coefficients(Coefficients::readHeader);
    if (header.length() == 0) {
      return false; // as of a graph that was saved before it was initialised
    }
    header.check(parameters(graph, order));
    graph.setDataType(header.type());
    return true;
  }

  private static void checkPrecision(DataType type) throws UnusableFile {
    if (type == null || !Coefficients.TYPES.contains(type)) {
      throw new UnusableFile(
          "is of a network of the data type %s; single, double and half precision can be trained"
              .formatted(type));
    }
  }

  private static List<String> checkedOrder(ComputationGraphConfiguration graph) {
    graph.validate();
    if (graph.getDefaultConfiguration() == null) {
      throw new IllegalStateException("what is common to all vertices is missing");
    }
    graph
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex == null || graph.getVertexInputs().get(name) == null) {
                throw new IllegalStateException("a vertex or its inputs are missing");
              }
            });
    List<String> order = GraphLayers.inOrder(graph);
    if (order.size() < graph.getVertices().size()) {
      throw new IllegalStateException("some vertices wait for each other");
    }
    order.forEach(name -> GraphLayers.parameters(graph, name));
    return order;
  }

  private static void checkVertices(ComputationGraphConfiguration graph, List<String> order)
      throws UnusableFile {
    checkOne("input", graph.getNetworkInputs());
    checkOne("output", graph.getNetworkOutputs());
    if (graph.getBackpropType() == BackpropType.TruncatedBPTT) {
      throw new UnusableFile(
          "is of a network for sequences: it asks for truncated backpropagation");
    }
    OptimizationAlgorithm algorithm = graph.getDefaultConfiguration().getOptimizationAlgo();
    if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
      // What the others remember from step to step is in no checkpoint.
      throw new UnusableFile(
          "is of a network that is trained by %s; only stochastic gradient descent, with whatever updater, is done"
              .formatted(algorithm));
    }
    for (String name : order) {
      if (!Printable.plain(name).equals(name) || name.isBlank() || name.length() > LONGEST_NAME) {
        throw new UnusableFile(
            "has a vertex whose name cannot be shown, %s; call it otherwise"
                .formatted(Printable.of(name)));
      }
      GraphVertex vertex = graph.getVertices().get(name);
      boolean isLayer = vertex instanceof LayerVertex;
      if (isLayer && GraphLayers.inner((LayerVertex) vertex) instanceof BasePretrainNetwork) {
        throw new UnusableFile(
            "has a layer that is to be pretrained without labels, %s, which is not done"
                .formatted(name));
      }
      if (GraphLayers.parameters(graph, name) > 0
          && (!isLayer || !isUpdated(GraphLayers.inner((LayerVertex) vertex)))) {
        throw new UnusableFile(
            "has a vertex whose updates cannot be told, %s, a %s"
                .formatted(name, vertex.getClass().getSimpleName()));
      }
    }
    checkSize(graph, order);
  }

  private static boolean isUpdated(Layer layer) {
    List<LayerUpdate> updates = LayerUpdate.of(layer);
    return !updates.isEmpty() && updates.stream().allMatch(LayerUpdate::isKnown);
  }

  private static void checkOne(String what, List<String> names) throws UnusableFile {
    if (names.size() != 1) {
      throw new UnusableFile(
          "is of a network with %s, %s; only one with one can be trained on images and their classes"
              .formatted(Count.of(names.size(), what), Printable.listed(names)));
    }
  }

  /**
   * Whether memory can be had for a network's parameters.
   *
   * @throws UnusableFile if they are too many
   */
  static void checkSize(ComputationGraphConfiguration graph, List<String> order)
      throws UnusableFile {
    if (parameters(graph, order) > MOST_PARAMETERS) {
      throw new UnusableFile(
          "is of a network with more than %s, which is more than can be trained"
              .formatted(Count.of(MOST_PARAMETERS, "parameter")));
    }
  }

  /**
   * All parameters; where a vertex has more than are allowed, or less than none, as many as that.
   */
  private static long parameters(ComputationGraphConfiguration graph, List<String> order) {
    long sum = 0;
    for (String name : order) {
      long parameters = GraphLayers.parameters(graph, name);
      sum += parameters < 0 ? MOST_PARAMETERS + 1 : Math.min(parameters, MOST_PARAMETERS + 1);
    }
    return sum;
  }

  private static List<String> remarks(ModelZip zip, ConfigurationJson.Configuration read) {
    ComputationGraphConfiguration graph = read.graph();
    List<String> remarks = new ArrayList<>(zip.remarks());
    remarks.addAll(read.remarks());
    if (graph.getIterationCount() > 0) {
      remarks.add(
          "it was trained for %s before; its steps are counted from 0 again"
              .formatted(Count.of(graph.getIterationCount(), "step")));
    }
    return remarks;
  }

  @Override
  public String title() {
    return file.getFileName().toString();
  }

  @Override
  public ComputationGraphConfiguration configuration(int imageSize, int classes) {
    return prototype.clone();
  }

  @Override
  public INDArray weights() throws IOException, UnusableFile {
    try (ModelZip zip = ModelZip.open(file)) {
      List<String> order = GraphLayers.inOrder(prototype);
      return zip.coefficients(in -> Coefficients.read(in, parameters(prototype, order)));
    }
  }

  @Override
  public Optional<Provenance> provenance() {
    String name = file.getFileName().toString();
    return Optional.of(new Provenance(name, file.toString(), Map.of(name, sha256)));
  }
}
