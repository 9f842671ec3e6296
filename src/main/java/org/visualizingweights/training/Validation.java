package org.visualizingweights.training;

import java.util.Iterator;
import java.util.function.Function;
import org.visualizingweights.data.Batch;
import org.visualizingweights.host.Memory;

/**
 * How a network does on images that it was not trained on.
 *
 * @param loss its mean; NaN or infinite if that of any image is
 * @param errorRate fraction of the images whose largest output is not their class's; as in PyTorch
 *     a NaN counts as the largest
 */
public record Validation(double loss, double errorRate) {

  /**
   * Runs a network in evaluation mode over all batches.
   *
   * @param network from {@link TrainedNetwork#evaluation}
   */
  public static Validation of(
      Function<Batch, Outputs> network, Iterator<Batch> batches, Runnable batchDone) {
    double loss = 0;
    int errors = 0;
    int images = 0;
    while (batches.hasNext()) {
      Batch batch = batches.next();
      Outputs outputs = network.apply(batch);
      loss += outputs.loss();
      errors += errors(outputs.values(), Memory.copy(batch.labels()), batch.labels().columns());
      images += batch.size();
      batchDone.run();
    }
    return new Validation(loss / images, (double) errors / images);
  }

  private static int errors(float[] outputs, float[] labels, int classes) {
    int errors = 0;
    for (int row = 0; row < outputs.length; row += classes) {
      if (labels[largest(outputs, row, row + classes)] == 0) {
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
