package org.visualizingweights.training;

import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.visualizingweights.data.Batch;
import org.visualizingweights.host.Memory;
import org.visualizingweights.model.CrossEntropy;

/**
 * How a network does on images that it was not trained on.
 *
 * @param loss mean cross entropy; NaN or infinite if that of any image is
 * @param errorRate fraction of the images whose largest logit is not their class's; as in PyTorch a
 *     NaN counts as the largest
 */
public record Validation(double loss, double errorRate) {

  /**
   * Runs a network in evaluation mode over all batches.
   *
   * @param network from images to logits
   */
  public static Validation of(
      UnaryOperator<INDArray> network, Iterator<Batch> batches, Runnable batchDone) {
    CrossEntropy crossEntropy = new CrossEntropy();
    double loss = 0;
    int errors = 0;
    int images = 0;
    while (batches.hasNext()) {
      Batch batch = batches.next();
      INDArray logits = network.apply(batch.images());
      loss += crossEntropy.computeScore(batch.labels(), logits, null, null, false);
      errors += errors(Memory.copy(logits), Memory.copy(batch.labels()), logits.columns());
      images += batch.size();
      batchDone.run();
    }
    return new Validation(loss / images, (double) errors / images);
  }

  private static int errors(float[] logits, float[] labels, int classes) {
    int errors = 0;
    for (int row = 0; row < logits.length; row += classes) {
      if (labels[largest(logits, row, row + classes)] == 0) {
        errors++;
      }
    }
    return errors;
  }

  private static int largest(float[] values, int from, int to) {
    int largest = from;
    for (int i = from + 1; i < to; i++) {
      // Float.compare puts NaN above everything.
      if (Float.compare(values[i], values[largest]) > 0) {
        largest = i;
      }
    }
    return largest;
  }
}
