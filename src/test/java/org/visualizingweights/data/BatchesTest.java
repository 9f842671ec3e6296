package org.visualizingweights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.visualizingweights.UserError;

class BatchesTest {
  private static final int BATCH = 8;

  private final ImageSet images = TestImages.noise(103, 1, 12, 10);
  private final int[] indices = IntStream.range(1, 102).toArray();

  /** Everything that a batch holds. */
  private record Copy(float[] images, float[] labels) {
    static Copy of(Batch batch) {
      return new Copy(batch.images().dup().data().asFloat(), batch.labels().dup().data().asFloat());
    }
  }

  private static BatchSettings settings(boolean augment, long seed, int threads) {
    return new BatchSettings(16, BATCH, augment, seed, threads);
  }

  private static List<Copy> all(Iterator<Batch> batches) {
    List<Copy> copies = new ArrayList<>();
    batches.forEachRemaining(batch -> copies.add(Copy.of(batch)));
    return copies;
  }

  private List<Copy> training(BatchSettings settings, int epoch, int first) {
    try (Batches batches = Batches.training(images, indices, settings)) {
      return all(batches.epoch(epoch, first));
    }
  }

  private static void assertSame(List<Copy> actual, List<Copy> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void trainingLeavesTheIncompleteBatchOut() {
    try (Batches batches = Batches.training(images, indices, settings(true, 1, 1))) {
      assertThat(batches.perEpoch()).isEqualTo(12); // 101 / 8
      assertThat(all(batches.epoch(0))).hasSize(12);
    }
  }

  @Test
  void batchesAreFloatsInCOrderWithOneHotLabels() {
    try (Batches batches = Batches.training(images, indices, settings(true, 1, 1))) {
      Batch batch = batches.epoch(0).next();

      assertThat(batch.images().shape()).containsExactly(BATCH, 3, 16, 16);
      assertThat(batch.images().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(batch.images().ordering()).isEqualTo('c');
      assertThat(batch.images().isAttached()).isFalse();
      assertThat(batch.labels().shape()).containsExactly(BATCH, 10);
      assertThat(batch.labels().sum(1).toFloatVector()).containsOnly(1f);
      assertThat(batch.labels().maxNumber().floatValue()).isEqualTo(1f);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesWhateverTheNumberOfThreads() {
    List<Copy> byOne = training(settings(true, 5, 1), 2, 0);

    assertSame(training(settings(true, 5, 1), 2, 0), byOne);
    assertSame(training(settings(true, 5, 4), 2, 0), byOne);
  }

  @Test
  void anEpochCanBeResumedAtAnyBatch() {
    List<Copy> whole = training(settings(true, 5, 2), 1, 0);

    assertSame(training(settings(true, 5, 2), 1, 7), whole.subList(7, 12));
    assertThat(training(settings(true, 5, 2), 1, 12)).isEmpty();
  }

  @Test
  void epochsAndSeedsDiffer() {
    float[] first = training(settings(true, 5, 1), 0, 0).get(0).images();

    assertThat(training(settings(true, 5, 1), 1, 0).get(0).images()).isNotEqualTo(first);
    assertThat(training(settings(true, 6, 1), 0, 0).get(0).images()).isNotEqualTo(first);
  }

  @Test
  void augmentationChangesImagesAndNotTheirOrder() {
    Copy plain = training(settings(false, 5, 1), 0, 0).get(0);
    Copy augmented = training(settings(true, 5, 1), 0, 0).get(0);

    assertThat(augmented.labels()).isEqualTo(plain.labels());
    assertThat(augmented.images()).isNotEqualTo(plain.images());
  }

  @Test
  void validationShowsEveryImageOnceInOrderUnchanged() {
    int size = 96;
    int batch = 28; // 256 x 32 x 32 pixels / (96 x 96)
    BatchSettings settings = new BatchSettings(size, BATCH, true, 5, 2);
    try (Batches batches = Batches.validation(images, indices, settings)) {
      List<Copy> copies = all(batches.epoch(0));

      assertThat(batches.perEpoch()).isEqualTo(4).isEqualTo(copies.size());
      assertThat(copies.get(3).labels()).hasSize((101 - 3 * batch) * 10);
      Sampler sampler = new Sampler(images, size);
      int values = 3 * size * size;
      for (int i = 0; i < indices.length; i++) {
        Copy copy = copies.get(i / batch);
        int at = i % batch;
        assertThat(Arrays.copyOfRange(copy.images(), at * values, (at + 1) * values))
            .as("image %s", i)
            .isEqualTo(sampler.sample(images, indices[i], Augmentation.NONE));
        assertThat(copy.labels()[at * 10 + images.label(indices[i])]).isEqualTo(1f);
      }
    }
  }

  @Test
  void batchesToValidateOnAreLargeWhereImagesAreSmallAndNeverSmallerThanThoseToTrainOn() {
    assertThat(new BatchSettings(32, 64, true, 1, 1).forValidation().batchSize()).isEqualTo(256);
    assertThat(new BatchSettings(224, 64, true, 1, 1).forValidation().batchSize()).isEqualTo(64);
  }

  @Test
  void anEpochLeftEarlyDoesNotDisturbTheNext() {
    List<Copy> expected = training(settings(true, 5, 2), 1, 0);
    try (Batches batches = Batches.training(images, indices, settings(true, 5, 2))) {
      Iterator<Batch> left = batches.epoch(0);
      left.next();
      left.next();

      assertSame(all(batches.epoch(1)), expected);
    }
  }

  @Test
  void aBatchStaysAsItIsUntilTheNextIsTaken() throws InterruptedException {
    try (Batches batches = Batches.training(images, indices, settings(true, 5, 2))) {
      Iterator<Batch> epoch = batches.epoch(0);
      for (int i = 0; i < 5; i++) {
        Batch batch = epoch.next();
        Copy before = Copy.of(batch);
        Thread.sleep(20);
        assertThat(Copy.of(batch).images()).isEqualTo(before.images());
      }
    }
  }

  @Test
  void aWorkersExceptionReachesTheTaker() {
    int[] outside = IntStream.range(100, 120).toArray();
    try (Batches batches = Batches.training(images, outside, settings(false, 5, 1))) {
      Iterator<Batch> epoch = batches.epoch(0);
      assertThatThrownBy(() -> epoch.forEachRemaining(batch -> {}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void fewerImagesThanABatchAreAnError() {
    assertThatThrownBy(() -> Batches.training(images, new int[7], settings(true, 1, 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("7 training images are less than one batch of 8");
  }
}
