package org.visualizingweights.layers;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.host.Memory;

/**
 * Vertices that are computed at once outside of training: a convolution, the batch norm behind it,
 * and where they come next a sum with a shortcut and a ReLU.
 *
 * <p>A batch norm with fixed statistics multiplies each channel and adds to it, and so comes down
 * to other weights of the convolution and a bias.
 */
final class FusedVertices {

  private final GraphVertex convolution;
  private final GraphVertex norm;
  private final Optional<GraphVertex> sum;
  private final Optional<GraphVertex> relu;
  private final OneDnnConvolution layer;
  private final FloatPointer weights;
  private final FloatPointer bias;
  private final ShapeCache<FusedPlan> plans = new ShapeCache<>(this::prepare);
  private final DenseInput inputs = new DenseInput();
  private final DenseInput shortcuts = new DenseInput();

  /** What is prepared for images of one shape. */
  private record FusedPlan(FixedConvolution convolution, long[] outputShape, Kernel copy) {}

  private FusedVertices(
      GraphVertex convolution,
      GraphVertex norm,
      Optional<GraphVertex> sum,
      Optional<GraphVertex> relu) {
    this.convolution = convolution;
    this.norm = norm;
    this.sum = sum;
    this.relu = relu;
    this.layer = (OneDnnConvolution) layer(convolution);
    this.weights = new FloatPointer(convolution.numParams());
    this.bias = new FloatPointer(layer.getNOut());
  }

  /**
   * All that a network has.
   *
   * @param result the vertex whose values are wanted, and so are not to be lost inside of others
   */
  static List<FusedVertices> of(ComputationGraph network, GraphVertex result) {
    Set<GraphVertex> sums = new HashSet<>();
    return IntStream.of(network.topologicalSortOrder())
        .mapToObj(index -> network.getVertices()[index])
        .flatMap(vertex -> startingWith(vertex, network, result, sums).stream())
        .toList();
  }

  /**
   * @param sums that are computed with another convolution already
   */
  private static Optional<FusedVertices> startingWith(
      GraphVertex first, ComputationGraph network, GraphVertex result, Set<GraphVertex> sums) {
    if (!(layer(first) instanceof OneDnnConvolution)) {
      return Optional.empty();
    }
    return next(first, network, result)
        .filter(norm -> layer(norm) instanceof OneDnnBatchNorm)
        .map(
            norm -> {
              Optional<GraphVertex> sum =
                  next(norm, network, result).filter(v -> v instanceof AddVertex && sums.add(v));
              Optional<GraphVertex> relu =
                  next(sum.orElse(norm), network, result)
                      .filter(v -> layer(v) instanceof OneDnnRelu);
              return new FusedVertices(first, norm, sum, relu);
            });
  }

  /** The vertex that takes a vertex's values, if only one does. */
  private static Optional<GraphVertex> next(
      GraphVertex vertex, ComputationGraph network, GraphVertex result) {
    VertexIndices[] consumers = vertex.getOutputVertices();
    return vertex == result || consumers == null || consumers.length != 1
        ? Optional.empty()
        : Optional.of(network.getVertices()[consumers[0].getVertexIndex()]);
  }

  /** The layer of a vertex; null if it has none. */
  private static Layer layer(GraphVertex vertex) {
    if (!vertex.hasLayer()) {
      return null;
    }
    Layer layer = vertex.getLayer().conf().getLayer();
    return layer instanceof FrozenLayer frozen ? frozen.getLayer() : layer;
  }

  boolean contains(GraphVertex vertex) {
    return vertex == convolution || vertex == norm || is(sum, vertex) || is(relu, vertex);
  }

  private static boolean is(Optional<GraphVertex> part, GraphVertex vertex) {
    return part.isPresent() && part.get() == vertex;
  }

  /** Whose values are those of all. */
  GraphVertex last() {
    return relu.or(() -> sum).orElse(norm);
  }

  /** Loads the parameters that the vertices have now. */
  void refresh() {
    Map<String, INDArray> statistics = norm.paramTable(false);
    float[] gamma = Memory.copy(statistics.get(BatchNormalizationParamInitializer.GAMMA));
    float[] beta = Memory.copy(statistics.get(BatchNormalizationParamInitializer.BETA));
    float[] mean = Memory.copy(statistics.get(BatchNormalizationParamInitializer.GLOBAL_MEAN));
    float[] variance = Memory.copy(statistics.get(BatchNormalizationParamInitializer.GLOBAL_VAR));
    double epsilon = ((OneDnnBatchNorm) layer(norm)).getEps();
    double[] factors = new double[gamma.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = gamma[i] / Math.sqrt(variance[i] + epsilon);
      bias.put(i, (float) (beta[i] - factors[i] * mean[i]));
    }
    weights.put(scaled(factors));
    plans.all().forEach(plan -> plan.convolution.load(weights, bias));
  }

  /** The convolution's weights times a factor for each channel, which changes fastest in them. */
  private float[] scaled(double[] factors) {
    INDArray stored = convolution.paramTable(false).get(DefaultParamInitializer.WEIGHT_KEY);
    float[] values = new float[(int) stored.length()];
    Memory.floats(stored).get(values);
    for (int i = 0; i < values.length; i += factors.length) {
      for (int channel = 0; channel < factors.length; channel++) {
        values[i + channel] *= factors[channel];
      }
    }
    return values;
  }

  /**
   * Computes the values of the last vertex, in the workspace that is open.
   *
   * @param values of the vertices so far, by their indices
   */
  void run(INDArray[] values) {
    INDArray input = inputs.of(values[convolution.getInputVertices()[0].getVertexIndex()]);
    FusedPlan plan = plans.forShape(input.shape());
    DenseArray output = DenseArray.create(plan.outputShape);
    sum.ifPresent(vertex -> plan.copy.run(shortcut(vertex, values), output.pointer()));
    plan.convolution.run(DenseArray.pointer(input), output.pointer());
    values[last().getVertexIndex()] = output;
  }

  private FloatPointer shortcut(GraphVertex sum, INDArray[] values) {
    int shortcut =
        Stream.of(sum.getInputVertices())
            .mapToInt(VertexIndices::getVertexIndex)
            .filter(index -> index != norm.getVertexIndex())
            .findFirst()
            .orElseThrow();
    return DenseArray.pointer(shortcuts.of(values[shortcut]));
  }

  private FusedPlan prepare(long[] inputShape) {
    ConvolutionShape shape = layer.shape(inputShape);
    FixedConvolution prepared =
        FixedConvolution.of(shape, new FixedConvolution.PostOps(sum.isPresent(), relu.isPresent()));
    prepared.load(weights, bias);
    memory.desc images = OneDnn.images(shape.output());
    return new FusedPlan(prepared, shape.output(), Kernel.reorder(images, images));
  }
}
