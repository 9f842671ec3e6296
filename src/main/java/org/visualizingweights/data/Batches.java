package org.visualizingweights.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.visualizingweights.Count;
import org.visualizingweights.UserError;
import org.visualizingweights.host.Threads;

/**
 * The batches of a part of an image set, epoch by epoch, prepared by threads of their own ahead of
 * whoever takes them.
 *
 * <p>A batch follows from the seed, the epoch and its number alone: an epoch can be started at any
 * batch, and neither the number of threads nor what was asked for before changes a byte. The arrays
 * are few and used again and again: a batch is valid until the next one is taken.
 *
 * <p>To be used by one thread at a time.
 */
public final class Batches implements AutoCloseable {
  private final ImageSet images;
  private final int[] indices;
  private final BatchSettings settings;
  private final boolean training;
  private final ExecutorService workers;
  private final Deque<BatchBuffer> free = new ArrayDeque<>();
  private final Deque<Future<BatchBuffer>> ahead = new ArrayDeque<>();
  private Optional<BatchBuffer> lent = Optional.empty();

  private Batches(ImageSet images, int[] indices, BatchSettings settings, boolean training) {
    this.images = images;
    this.indices = indices.clone();
    this.settings = settings;
    this.training = training;
    this.workers =
        Executors.newFixedThreadPool(settings.threads(), work -> Threads.daemon("batches", work));
    // One batch with the taker, one ready, one in the hands of each worker.
    for (int i = 0; i < settings.threads() + 2; i++) {
      free.add(newBuffer(settings.batchSize()));
    }
  }

  private BatchBuffer newBuffer(int size) {
    return new BatchBuffer(images, settings.imageSize(), size);
  }

  /**
   * Batches to train on: in another order each epoch, augmented if the settings say so, the last
   * one left out where it is incomplete.
   *
   * @throws UserError if there are fewer images than one batch has
   */
  public static Batches training(ImageSet images, int[] indices, BatchSettings settings) {
    if (indices.length < settings.batchSize()) {
      throw UserError.badInput(
          "%s less than one batch of %s; use more images or smaller batches"
              .formatted(
                  Count.of(indices.length, "training image is", "training images are"),
                  settings.batchSize()));
    }
    return new Batches(images, indices, settings, true);
  }

  /**
   * Batches to validate on: in order, unchanged, every image once. They are larger than those to
   * train on where images are small.
   */
  public static Batches validation(ImageSet images, int[] indices, BatchSettings settings) {
    return new Batches(images, indices, settings.forValidation(), false);
  }

  /** The number of batches of an epoch. */
  public int perEpoch() {
    int size = settings.batchSize();
    return training ? indices.length / size : (indices.length + size - 1) / size;
  }

  /** The batches of an epoch, counted from 0. What is left of an earlier epoch is dropped. */
  public Iterator<Batch> epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /** The batches of an epoch from one of them on, both counted from 0. */
  public Iterator<Batch> epoch(int epoch, int firstBatch) {
    drain();
    return new Epoch(epoch, firstBatch);
  }

  /** Ends the threads. */
  @Override
  public void close() {
    ahead.clear();
    workers.shutdownNow();
  }

  /** Waits for what is being prepared, which nobody will take. */
  private void drain() {
    takeBack();
    while (!ahead.isEmpty()) {
      recycle(await(ahead.remove()));
    }
  }

  private void takeBack() {
    lent.ifPresent(this::recycle);
    lent = Optional.empty();
  }

  /** The short buffer of an incomplete last batch is used once. */
  private void recycle(BatchBuffer buffer) {
    if (buffer.size() == settings.batchSize()) {
      free.add(buffer);
    }
  }

  private static BatchBuffer await(Future<BatchBuffer> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a batch could not be prepared", e.getCause());
    }
  }

  private final class Epoch implements Iterator<Batch> {
    private final int epoch;
    private final int[] order = indices.clone();
    private int toPrepare;
    private int toTake;

    Epoch(int epoch, int firstBatch) {
      this.epoch = epoch;
      this.toPrepare = firstBatch;
      this.toTake = firstBatch;
      if (training) {
        Randomness.shuffle(order, Randomness.ORDER.at(settings.seed(), epoch));
      }
      prepareAhead();
    }

    @Override
    public boolean hasNext() {
      return toTake < perEpoch();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("epoch " + epoch + " has no more batches");
      }
      takeBack();
      prepareAhead();
      BatchBuffer ready = await(ahead.remove());
      toTake++;
      lent = Optional.of(ready);
      return ready.batch();
    }

    private void prepareAhead() {
      while (toPrepare < perEpoch() && !free.isEmpty()) {
        int first = toPrepare++ * settings.batchSize();
        int left = order.length - first;
        BatchBuffer buffer = left < settings.batchSize() ? newBuffer(left) : free.remove();
        ahead.add(workers.submit(() -> buffer.fill(order, first, this::augmentation)));
      }
    }

    private Augmentation augmentation(int image) {
      return training && settings.augment()
          ? Augmentation.random(Randomness.AUGMENTATION.at(settings.seed(), epoch, image))
          : Augmentation.NONE;
    }
  }
}
