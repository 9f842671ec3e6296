package org.visualizingweights.model.given;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;

/**
 * All that training asks of a graph, done once with two images, but for the update: some of what a
 * configuration may say Deeplearning4j finds to be impossible only then. The graph stays as it is.
 *
 * @param images as the graph takes them
 * @param labels of these
 */
record Trial(ComputationGraph graph, INDArray images, INDArray labels) {
  private static final int IMAGES = 2;

  /** With images of the size, and of two classes. */
  static Trial of(ComputationGraph graph, Input input, int imageSize, int classes) {
    INDArray labels = Nd4j.zeros(IMAGES, classes);
    labels.putScalar(0, 0, 1);
    labels.putScalar(1, classes - 1, 1);
    INDArray images = input.of(Nd4j.zeros(IMAGES, 3, imageSize, imageSize));
    return new Trial(graph, images, input.labels(labels));
  }

  /** Why the graph cannot be trained, as the end of a sentence; empty where it can. */
  Optional<String> problem() {
    try {
      return problem("trained", this::step).or(() -> problem("validated", this::validation));
    } finally {
      graph.clear();
      // Their sizes are learned from the first images.
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private static Optional<String> problem(String what, Runnable part) {
    try {
      Memory.checked(part);
      return Optional.empty();
    } catch (RuntimeException e) { // of any kind
      return Optional.of(
          "cannot be %s: %s"
              .formatted(what, ConfigurationJson.brief(String.valueOf(e.getMessage()))));
    }
  }

  private void step() {
    graph.setInputs(images);
    graph.setLabels(labels.dup());
    graph.computeGradientAndScore();
  }

  private void validation() {
    graph.output(false, images);
    graph.scoreExamples(new DataSet(images, labels.dup()), false);
  }
}
