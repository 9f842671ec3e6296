package org.visualizingweights.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.data.Batch;
import org.visualizingweights.host.Memory;
import org.visualizingweights.model.Tensor;
import org.visualizingweights.model.given.Input;

/** A network that Deeplearning4j updates by itself, with the loss of its own output layer. */
public final class TrainedGiven implements TrainedNetwork {
  private final ComputationGraph graph;
  private final Input input;

  /**
   * @param graph with one input and one output, {@code [batch, classes]}
   * @param input what it takes
   */
  public TrainedGiven(ComputationGraph graph, Input input) {
    this.graph = graph;
    this.input = input;
  }

  @Override
  public ComputationGraph graph() {
    return graph;
  }

  @Override
  public void fit(Batch batch) {
    INDArray images = input.of(batch.images());
    // Deeplearning4j frees the labels after the step, and the batch's are used again.
    INDArray labels = input.labels(batch.labels()).dup();
    Memory.checked(() -> graph.fit(new INDArray[] {images}, new INDArray[] {labels}));
    free(images, batch);
  }

  /** Closed, as memory outside the heap is freed late otherwise. */
  private static void free(INDArray images, Batch batch) {
    if (images != batch.images()) {
      images.close();
    }
  }

  /** In two passes: of what the loss is computed from, Deeplearning4j gives nothing away. */
  @Override
  public Function<Batch, Outputs> evaluation() {
    return batch -> {
      INDArray images = input.of(batch.images());
      float[] values = Memory.copy(graph.output(false, images)[0]);
      INDArray losses =
          graph.scoreExamples(new DataSet(images, input.labels(batch.labels())), false);
      free(images, batch);
      return new Outputs(values, losses.castTo(DataType.DOUBLE).sumNumber().doubleValue());
    };
  }

  @Override
  public Checkpoint checkpoint(TrainingState state) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters(graph)
        .forEach(
            (name, values) ->
                parameters.put(name, new Tensor(values.shape(), Memory.copy(values))));
    float[] optimizer = floats(optimizer());
    return new Checkpoint(
        state,
        parameters,
        isDouble() ? joined(floats(graph.params()), optimizer) : optimizer,
        Checkpoint.layoutOfGiven(graph),
        Checkpoint.randomState());
  }

  /** By Deeplearning4j's names, with a dot between those of vertex and parameter. */
  private static Map<String, INDArray> parameters(ComputationGraph graph) {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    Stream.of(graph.getVertices())
        .filter(vertex -> vertex.numParams() > 0)
        .forEach(
            vertex ->
                vertex
                    .paramTable(false)
                    .forEach(
                        (name, values) ->
                            parameters.put(vertex.getVertexName() + "." + name, values)));
    return parameters;
  }

  /** What its updaters remember. */
  private INDArray optimizer() {
    INDArray state = graph.getUpdater().getStateViewArray();
    return state == null ? Nd4j.empty(graph.params().dataType()) : state;
  }

  private boolean isDouble() {
    return graph.params().dataType() == DataType.DOUBLE;
  }

  /** Values exactly as they are: a double as four words of 16 bits, each a number. */
  private float[] floats(INDArray values) {
    if (values.isEmpty()) {
      return new float[0];
    }
    return isDouble() ? DoubleWords.of(values.dup('c').data().asDouble()) : Memory.copy(values);
  }

  private void assign(INDArray values, float[] floats) {
    if (values.isEmpty()) {
      return;
    }
    INDArray stored =
        isDouble()
            ? Nd4j.createFromArray(DoubleWords.doubles(floats))
            : Nd4j.createFromArray(floats);
    values.assign(stored.reshape('c', values.shape()));
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public boolean fits(Checkpoint checkpoint) {
    Map<String, INDArray> own = parameters(graph);
    return checkpoint.layout().equals(Checkpoint.layoutOfGiven(graph))
        && checkpoint.optimizer().length == remembered() * (isDouble() ? DoubleWords.PER_DOUBLE : 1)
        && checkpoint.parameters().keySet().equals(own.keySet())
        && own.entrySet().stream()
            .allMatch(
                parameter ->
                    Arrays.equals(
                        checkpoint.parameters().get(parameter.getKey()).shape(),
                        parameter.getValue().shape()));
  }

  private long remembered() {
    return optimizer().length() + (isDouble() ? graph.params().length() : 0);
  }

  @Override
  public void restore(Checkpoint checkpoint) {
    if (!fits(checkpoint)) {
      throw new IllegalArgumentException("a checkpoint of another network or optimizer");
    }
    float[] optimizer = checkpoint.optimizer();
    if (isDouble()) {
      int parameters = Math.toIntExact(graph.params().length()) * DoubleWords.PER_DOUBLE;
      assign(graph.params(), Arrays.copyOf(optimizer, parameters));
      optimizer = Arrays.copyOfRange(optimizer, parameters, optimizer.length);
    } else {
      parameters(graph)
          .forEach((name, values) -> assign(values, checkpoint.parameters().get(name).values()));
    }
    assign(optimizer(), optimizer);
    checkpoint.restoreCounts(graph);
  }
}
