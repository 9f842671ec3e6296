package org.visualizingweights.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.visualizingweights.host.Memory;

/** The memory of one batch, filled by one thread at a time, again and again. */
final class BatchBuffer {
  /** Which augmentation an image gets. */
  interface Augmenter {
    Augmentation of(int image);
  }

  private final ImageSet images;
  private final Sampler sampler;
  private final Batch batch;
  private final FloatBuffer pixels;
  private final FloatBuffer oneHot;
  private final float[] labelRow;

  BatchBuffer(ImageSet images, int imageSize, int batchSize) {
    int classes = images.classes().size();
    this.images = images;
    this.sampler = new Sampler(images, imageSize);
    this.batch =
        new Batch(
            detached(batchSize, Sampler.CHANNELS, imageSize, imageSize),
            detached(batchSize, classes));
    this.pixels = Memory.floats(batch.images());
    this.oneHot = Memory.floats(batch.labels());
    this.labelRow = new float[classes];
  }

  private static INDArray detached(long... shape) {
    return Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
  }

  int size() {
    return batch.size();
  }

  /** Fills the buffer with as many images as it holds, of {@code order} from {@code first} on. */
  BatchBuffer fill(int[] order, int first, Augmenter augmenter) {
    for (int i = 0; i < size(); i++) {
      int image = order[first + i];
      float[] sampled = sampler.sample(images, image, augmenter.of(image));
      pixels.put(i * sampled.length, sampled);
      Arrays.fill(labelRow, 0);
      labelRow[images.label(image)] = 1;
      oneHot.put(i * labelRow.length, labelRow);
    }
    return this;
  }

  /** What was filled in last. */
  Batch batch() {
    // A device with memory of its own has to fetch what was written here without its knowledge.
    Nd4j.getAffinityManager().tagLocation(batch.images(), AffinityManager.Location.HOST);
    Nd4j.getAffinityManager().tagLocation(batch.labels(), AffinityManager.Location.HOST);
    return batch;
  }
}
