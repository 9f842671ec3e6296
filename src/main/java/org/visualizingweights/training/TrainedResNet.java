package org.visualizingweights.training;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.data.Batch;
import org.visualizingweights.host.Memory;
import org.visualizingweights.layers.Evaluator;
import org.visualizingweights.model.CrossEntropy;

/** One of ours, with the mean cross entropy as its loss. */
public final class TrainedResNet implements TrainedNetwork {
  private static final CrossEntropy LOSS = new CrossEntropy();

  private final ComputationGraph graph;
  private final Evaluator evaluator;

  /**
   * @param graph from {@link Trainer#network}
   * @param logits the vertex whose output is {@code [batch, classes]} before softmax
   */
  public TrainedResNet(ComputationGraph graph, String logits) {
    this.graph = graph;
    this.evaluator = new Evaluator(graph, logits);
  }

  @Override
  public ComputationGraph graph() {
    return graph;
  }

  @Override
  public void fit(Batch batch) {
    // Deeplearning4j frees the labels after the step, and the batch's are used again.
    graph.fit(new INDArray[] {batch.images()}, new INDArray[] {batch.labels().dup()});
  }

  @Override
  public Function<Batch, Outputs> evaluation() {
    UnaryOperator<INDArray> network = evaluator.now();
    return batch -> {
      INDArray logits = network.apply(batch.images());
      return new Outputs(
          Memory.copy(logits), LOSS.computeScore(batch.labels(), logits, null, null, false));
    };
  }

  @Override
  public Checkpoint checkpoint(TrainingState state) {
    return Checkpoint.of(graph, state);
  }

  @Override
  public boolean fits(Checkpoint checkpoint) {
    return checkpoint.fits(graph);
  }

  @Override
  public void restore(Checkpoint checkpoint) {
    checkpoint.restore(graph);
  }
}
