package org.visualizingweights.training;

import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.visualizingweights.data.Batch;

/**
 * A network that is trained: how it takes images, how it does on those that it was not trained on,
 * and what is kept of it so that training can go on.
 */
public interface TrainedNetwork {

  /** The network itself, which changes its parameters as it is fitted. */
  ComputationGraph graph();

  /** Makes a step. */
  void fit(Batch batch);

  /** What the network makes of images with the parameters that it has now, until they change. */
  Function<Batch, Outputs> evaluation();

  /** What it, its optimizer and the random generator of this thread are now. */
  Checkpoint checkpoint(TrainingState state);

  /** Whether this is a checkpoint of such a network with such an optimizer. */
  boolean fits(Checkpoint checkpoint);

  /**
   * Makes network, optimizer and random generator what they were.
   *
   * @throws IllegalArgumentException if the checkpoint does not {@linkplain #fits fit}
   */
  void restore(Checkpoint checkpoint);
}
